/** The desk of rolls: of all villages, of one, or one roll of it. */
export function rollDeskPath(villageCode?: string, body?: string): string {
  const place = villageCode ? `/desk/bodies/${encodeURIComponent(villageCode)}` : '/desk/bodies';
  return villageCode && body ? `${place}/${encodeURIComponent(body)}` : place;
}

/** Who sits in a village's committee and who represents its people. */
export function representativesPath(slug: string): string {
  return `/v/${slug}/people/representatives`;
}
