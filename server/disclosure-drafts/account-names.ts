import { updateAccount } from '#server/disclosure-drafts/account-records.ts';
import { accountsOf, addAccount } from '#server/disclosure-drafts/accounts.ts';
import {
  actInDraft,
  type DraftActing,
  draftOf,
  noteDraft,
} from '#server/disclosure-drafts/drafts.ts';
import {
  insertFindings,
  selectAccountFindings,
} from '#server/disclosure-drafts/finding-records.ts';
import { findingRow } from '#server/disclosure-drafts/row-writing.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { findInText, maskCell } from '#server/rules/disclosure-gate.ts';

/**
 * Opens one more account of the village, from this period on; its lines say which is theirs. It is
 * called on every page of accounts: a villager's name in it is masked, and waits to be decided with
 * what was found in the cells.
 */
export async function openAccount(
  ctx: Context,
  id: string,
  { name: typed, key }: { name: string; key?: string | undefined },
): Promise<Result> {
  const draft = await draftOf(ctx, id);
  if (!draft) return refuse('notFound');
  const { known } = await gateOf(ctx, draft.village);
  const found = findInText(typed, known);
  const name = String(maskCell(typed, found, 'public'));
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure, village } = acting;
    const accounts = await accountsOf(tx, village.code);
    if (accounts.some((one) => one.name === name)) return refuse('placeNameTaken', 'account');
    const { period } = disclosure;
    const accountId = newId();
    const nameSealed = found.length > 0 ? ctx.secrets.seal('account-name', typed) : null;
    await addAccount(tx, {
      ...{ id: accountId, villageCode: village.code, name, nameSealed },
      ...{ period, sort: accounts.length },
    });
    const waits = { version: disclosure.version + 1, state: 'open' };
    const rows = found.map((one) => findingRow({ ...one, columnCode: accountId }, waits));
    const place = { disclosureId: id, place: 'account', rowId: null, rowNo: null };
    await insertFindings(
      tx,
      rows.map((row) => ({ ...row, ...place })),
    );
    await noteDraft({ ...acting, ctx }, 'disclosure.account-opened', {
      accounts: accounts.length + 1,
    });
    return accept();
  });
}

/** An account is called anew, but for what nobody let stand in its name. */
export async function callAgain(
  ctx: Context,
  { tx, disclosure, village }: Pick<DraftActing, 'tx' | 'disclosure' | 'village'>,
  accountId: string,
): Promise<void> {
  const account = (await accountsOf(tx, village.code)).find((one) => one.id === accountId);
  if (!account || account.nameSealed === null) return;
  const typed = typedName(ctx, account);
  const found = await selectAccountFindings(tx, { disclosureId: disclosure.id, accountId });
  const masked = found
    .filter(({ state }) => state !== 'justified')
    .map(({ kind, start, end }) => ({
      ...{ kind: kind === 'name' ? ('name' as const) : ('private' as const), start, end },
      byRule: false,
    }));
  const name = String(maskCell(typed, masked, 'public'));
  await updateAccount(tx, accountId, { name, ...(masked.length === 0 && { nameSealed: null }) });
}

/** An account's name as it was typed, for those who decide what may stand in it. */
export function typedName(
  { secrets }: Context,
  { name, nameSealed }: { name: string; nameSealed: string | null },
): string {
  return nameSealed === null ? name : secrets.open('account-name', nameSealed);
}
