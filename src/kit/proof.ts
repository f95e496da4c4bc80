import { sql } from 'kysely';
import type { Tx } from './db.ts';

/** One thing that does not hold, with the row that shows it; never its content. */
export interface Breach {
  readonly invariant: string;
  readonly row: string;
  readonly detail: string;
}

interface TenantTable {
  readonly table: string;
  readonly isolated: boolean;
}

/** Proves that this connection sees one municipality only: row-level security is forced on every tenant table, and holds. */
export async function verifyTenancy(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { table, isolated } of await tenantTables(tx)) {
    if (!isolated)
      breaches.push({ invariant: 'row-level-security-forced', row: table, detail: 'switched off' });
    const strangers = await countStrangers(tx, table);
    if (strangers > 0)
      breaches.push({
        invariant: 'own-municipality-only',
        row: table,
        detail: `${strangers} rows of another municipality`,
      });
  }
  return breaches;
}

/** Tables with a tenant and a policy; shared lists and local tables have no policy to force. */
async function tenantTables(tx: Tx): Promise<TenantTable[]> {
  const { rows } = await sql<TenantTable>`
    select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as isolated
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname not in ('municipality', 'session', 'timer', 'message_due')
    order by c.relname`.execute(tx.kysely);
  return rows;
}

async function countStrangers(tx: Tx, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where municipality_id <> ${tx.municipalityId}`.execute(
    tx.kysely,
  );
  return rows[0]?.count ?? 0;
}
