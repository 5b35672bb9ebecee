import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { postById } from '#server/posts/load.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { votesPath } from '#server/rules/links.ts';
import { type VoteType, voteCode, voteType } from '#server/rules/vote-book.ts';
import { noticeOver } from '#server/rules/vote-times.ts';
import { actOnVote, noteAct, type VoteActing } from '#server/votes/act.ts';
import { wrongForMatter } from '#server/votes/matter-check.ts';
import { tellElectors } from '#server/votes/news.ts';
import { selectOptions } from '#server/votes/records.ts';
import { rosterHash } from '#server/votes/roster-hash.ts';
import { type ElectorRecord, replaceRoster, selectRoster } from '#server/votes/roster-records.ts';
import { moveVote } from '#server/votes/state.ts';
import { tellersReady } from '#server/votes/tellers.ts';
import { isCast } from '#server/votes/types.ts';

/**
 * A second person looks through it and freezes the roster: from now on everybody reads the vote, the
 * notice goes out, and nothing about the question changes. The hash of the roster is in the ledger.
 */
export async function freezeRoster(ctx: Context, id: string): Promise<Result<{ hash: string }>> {
  const loaded = await postById(ctx, id);
  if (!loaded) return refuse('notFound');
  return actOnVote(ctx, { id, action: 'vote.freeze', states: ['preparing'] }, async (acting) => {
    const { tx, vote, actorId, at } = acting;
    const type = typeOf(ctx, vote.type);
    if (vote.preparedById === actorId) return refuse('secondPerson');
    const wrong = await wrongForMatter(tx, ctx, vote, at);
    if (wrong) return refuse(wrong);
    const noticeAt = vote.noticeAt ?? at;
    if (at >= vote.opensAt) return refuse('opensInPast');
    if (vote.opensAt < noticeOver(type.notice, noticeAt)) return refuse('noticeTooFewDays');
    const isSealed = isCast(type) && vote.secrecy === 'secret';
    if (isSealed && !(await tellersReady(tx, id))) return refuse('keysNotReady');
    const lines = await selectRoster(tx, id);
    if (lines.some(({ standing }) => standing === 'unknown')) return refuse('electorsUnknown');
    // Whoever put somebody on or off by his own decision is no second person for it.
    if (lines.some(({ decidedById }) => decidedById === actorId)) return refuse('secondPerson');
    const rows = numbered(lines);
    const electors = rows.filter(({ standing }) => standing === 'in');
    if (electors.length === 0) return refuse('rosterEmpty');
    await replaceRoster(tx, id, rows);
    const hash = rosterHash(electors);
    await announce(acting, { noticeAt, hash, electors: electors.length, title: loaded.post.title });
    return accept({ hash });
  });
}

interface Frozen {
  noticeAt: EpochMs;
  hash: string;
  electors: number;
  title: string;
}

async function announce(
  acting: VoteActing,
  { noticeAt, hash, electors, title }: Frozen,
): Promise<void> {
  const { tx, vote, village, actorId, at } = acting;
  const frozen = { frozenById: actorId, frozenAt: at, rosterCount: electors, rosterHash: hash };
  await moveVote(tx, vote, { changes: { ...frozen, state: 'announced', noticeAt }, at });
  const { no, type, secrecy, opensAt, closesAt } = vote;
  const facts = { no, type, secrecy, opensAt, closesAt, electors, rosterHash: hash };
  const options = (await selectOptions(tx, vote.id)).map(({ label, hint }) => ({ label, hint }));
  await noteAct(acting, 'vote.announced', { facts, content: { title, options } });
  if (vote.noticeAt !== null) return;
  const { news } = wordsFor('zh').votes;
  const word = isCast(typeOf(acting.ctx, type)) ? news.announced : news.meeting;
  const body = word(village.name, dayTime('zh', opensAt, at));
  const path = votesPath(village.slug, no);
  await tellElectors(tx, vote, { template: 'vote.announced', body, path, at });
}

/** Those on it get the numbers from 1 in their order, those off it none. */
function numbered(lines: ElectorRecord[]): ElectorRecord[] {
  let last = 0;
  return lines
    .toSorted((a, b) => a.no - b.no)
    .map((line) => ({ ...line, no: line.standing === 'in' ? ++last : 0 }));
}

function typeOf({ book }: Context, word: string): VoteType {
  const code = voteCode(word);
  if (!code) throw new Error(`votes.json: there is no vote ${word}`);
  return voteType(book.votes, code);
}
