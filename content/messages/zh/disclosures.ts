/** Words of 村务公开 as people read it. */
export const disclosures = {
  kind: {
    name: '村务公开',
    shared: (place: string, title: string) => `${place}公开了：${title}`,
  },
};
