import type postgres from 'postgres'
import type { TableSight } from '../../src/platform/table-sight.ts'
import type { FilledTable } from './planted-rows.ts'

/** What somebody may try on a table. `expects` says which set the rows that come back are held against. */
export interface Action {
  readonly name: string
  readonly needs: 'select' | 'insert' | 'update' | 'delete' | 'never'
  /** SQL that gives one list of texts. */
  statement(of: FilledTable, by: string | null): string
  /** The rows that come back: their keys, how many they are, or what they are about. */
  readonly gives: 'keys' | 'count' | 'by' | 'keys elsewhere' | 'moved'
}

const inList = (inner: string) => `select coalesce(array_agg(x.k), '{}') from (${inner}) x`
const writing = (inner: string) => `with x as (${inner}) select coalesce(array_agg(x.k), '{}') from x`

/** What is tried on every table as everybody. */
export const actions: readonly Action[] = [
  {
    name: 'read',
    needs: 'select',
    gives: 'keys',
    statement: ({ table, key }) => inList(`select ${key} as k from ${table} t`),
  },
  {
    name: 'count',
    needs: 'select',
    gives: 'count',
    statement: ({ table }) => `select array[count(*)::text] from ${table}`,
  },
  {
    name: 'read what is of another place',
    needs: 'select',
    gives: 'keys elsewhere',
    statement: ({ table, key, columns, kind }) =>
      inList(
        `select ${key} as k from ${table} t${columns.includes('place_id') || kind === 'v' ? ' where t.place_id is distinct from platform.current_place()' : ''}`,
      ),
  },
  {
    name: 'read by the true ids',
    needs: 'select',
    gives: 'keys',
    statement: ({ table, key }, by) =>
      inList(`select ${key} as k from ${table} t${by ? ` where t.${by}::text in (select id from matrix.known)` : ''}`),
  },
  {
    name: 'ask whether it is there',
    needs: 'select',
    gives: 'by',
    statement: ({ table }, by) =>
      inList(
        by
          ? `select i.id as k from matrix.known i where exists (select from ${table} t where t.${by}::text = i.id)`
          : `select 'one' as k where exists (select from ${table})`,
      ),
  },
  {
    // A condition that tells what it was shown: a policy that is asked after it would let it see everything.
    name: 'read through a condition that tells',
    needs: 'select',
    gives: 'keys',
    statement: ({ table, key }) =>
      `select matrix.told() from (select count(*) as n from ${table} t where matrix.tell(${key})) x where x.n >= 0`,
  },
  {
    name: 'lock',
    needs: 'update',
    gives: 'keys',
    statement: ({ table, key }) => inList(`select ${key} as k from ${table} t for update`),
  },
  {
    name: 'change all',
    needs: 'update',
    gives: 'keys',
    statement: ({ table, key, columns }) =>
      writing(`update ${table} t set ${columns[0]} = t.${columns[0]} returning ${key} as k`),
  },
  {
    name: 'move to another place',
    needs: 'update',
    gives: 'moved',
    statement: ({ table, key }) =>
      writing(`update ${table} t set place_id = '00000000-0000-4000-8000-00000000000e' returning ${key} as k`),
  },
  {
    name: 'take away',
    needs: 'delete',
    gives: 'keys',
    statement: ({ table, key }) => writing(`delete from ${table} t returning ${key} as k`),
  },
  { name: 'empty', needs: 'never', gives: 'keys', statement: ({ table }) => `truncate ${table}` },
]

/** What came of a try: the texts that came back, or the code of the refusal. */
export type Tried = { readonly got: readonly string[] } | { readonly refused: string }

/** Sets up what the tries need in the database: a list of all ids, a condition that tells, and a function that tries and undoes. */
export const prepareTries = async (sql: postgres.Sql, ids: readonly string[]): Promise<void> => {
  await sql.unsafe(`
    create schema matrix;
    create table matrix.known (id text primary key);
    create function matrix.tell(key text) returns boolean language plpgsql volatile cost 0.0001 as $$ begin
      perform set_config('matrix.told', coalesce(current_setting('matrix.told', true), '') || chr(10) || key, true); return true; end $$;
    create function matrix.told() returns text[] language sql volatile as $$
      select array_remove(string_to_array(coalesce(current_setting('matrix.told', true), ''), chr(10)), '') $$;
    create function matrix.try(statements text[]) returns jsonb language plpgsql volatile as $$
      declare statement text; got text[]; answers jsonb[] := '{}';
      begin
        foreach statement in array statements loop
          got := null;
          begin
            execute statement into got;
            answers := answers || jsonb_build_object('got', coalesce(to_jsonb(got), '[]'));
            -- Undone; what was noted in the variable stays.
            raise exception using errcode = 'UN000';
          exception when others then
            if sqlstate <> 'UN000' then answers := answers || jsonb_build_object('refused', sqlstate, 'why', sqlerrm); end if;
          end;
        end loop;
        return to_jsonb(answers);
      end $$;
    grant usage on schema matrix to keepitlocal_app, keepitlocal_house;
    grant select on matrix.known to keepitlocal_app, keepitlocal_house`)
  await sql`insert into matrix.known select distinct unnest(${[...ids]}::text[])`
}

/** Whether the application's role may do this with a table of this sight. */
export const mayTry = (sight: TableSight, needs: Action['needs']): boolean =>
  sight.seen !== 'house' && needs !== 'never' && (needs === 'select' || (sight.writes ?? []).includes(needs))
