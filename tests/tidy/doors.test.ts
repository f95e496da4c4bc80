import { describe, expect, it } from 'vitest';
import { importsPastAWall } from './doors.ts';

/** What is wrong with one import of `target` (as written) in the file `path`. */
function wrongIn(path: string, target: string, clause = 'import { x }'): string[] {
  return importsPastAWall([{ path, text: `${clause} from '${target}';\nexport { x };\n` }]).map(
    ({ wrong }) => wrong,
  );
}

describe('imports past a wall', () => {
  it('finds an import that runs down the road, with its line and its cure', () => {
    const text = `import { ok } from '../kit/outcome.ts';\nimport { x } from '../handovers/index.ts';\n`;
    expect(importsPastAWall([{ path: 'src/reports/actions.ts', text }])).toEqual([
      {
        path: 'src/reports/actions.ts',
        line: 2,
        wrong: 'imports src/handovers/index.ts, and handovers lies further down the road than reports',
        cure: 'let handovers subscribe to an event of reports, wired in src/server/wiring.ts',
      },
    ]);
  });

  it.each([
    ['src/kit/events.ts', '../reports/model.ts'],
    ['src/people/index.ts', '../web/session.ts'],
    ['src/handovers/index.ts', '../server/app.ts'],
    ['src/server/main.ts', '../cli/main.ts'],
    ['src/reports/index.ts', '../cases/index.ts'],
  ])('%s may not import %s: it lies down the road', (path, target) => {
    expect(wrongIn(path, target)).toEqual([expect.stringContaining('further down the road')]);
  });

  it('sees imports in every form', () => {
    const forms = [
      `import '../triage/index.ts';`,
      `export * from '../triage/index.ts';`,
      `export { x } from '../triage/index.ts';`,
      `const x = await import('../triage/index.ts');`,
      `type X = import('../triage/index.ts').X;`,
      `import type { X } from '#triage/index.ts';`,
    ];
    const found = forms.map((text) => importsPastAWall([{ path: 'src/reports/actions.ts', text }]).length);
    expect(found).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('does not take a comment or a string for an import', () => {
    const text = `// import { x } from '../triage/index.ts';\nexport const a = "from '../triage/index.ts'";\n`;
    expect(importsPastAWall([{ path: 'src/reports/actions.ts', text }])).toEqual([]);
  });

  it.each([
    ['src/handovers/actions.ts', '../reports/store.ts'],
    ['src/handovers/actions.ts', '../reports/rules.ts'],
    ['src/web/root.tsx', '../reports/ui/form.tsx'],
    ['src/cli/main.ts', '../handovers/actions.ts'],
    ['src/server/wiring.ts', '../handovers/store.ts'],
  ])('%s may not import %s: it is no door', (path, target) => {
    expect(wrongIn(path, target)).toEqual([expect.stringContaining('is not a door of')]);
  });

  it.each([
    ['src/handovers/actions.ts', '../reports/index.ts'],
    ['src/handovers/model.ts', '../reports/model.ts'],
    ['src/monitor/index.ts', '../reports/counts.ts'],
    ['src/monitor/index.ts', '../people/index.ts'],
    ['src/server/app.ts', '../reports/routes.ts'],
    ['src/handovers/actions.ts', '../kit/events.ts'],
    ['src/places/index.ts', '@wijkverbond/core/spatial'],
    ['src/cli/main.ts', '../../db/migrate.ts'],
  ])('%s may import %s', (path, target) => {
    expect(wrongIn(path, target)).toEqual([]);
  });

  it.each(['index.ts', 'model.ts'])('shows rooms about areas nothing of reports but counts (%s)', (door) => {
    expect(wrongIn('src/monitor/index.ts', `../reports/${door}`)).toEqual([
      expect.stringContaining('holds personal data'),
    ]);
  });

  it.each(['zod', 'node:fs', '../../src/kit/outcome.ts'])('keeps core free of %s', (target) => {
    expect(wrongIn('core/spatial/areas.ts', target)).toEqual([expect.stringContaining('no dependencies')]);
  });

  it.each([
    ['src/server/main.ts', '../../fixtures/seed.ts'],
    ['src/kit/db.ts', '../../tests/support/database.ts'],
    ['db/privileges.ts', '../tools/start.ts'],
  ])('%s may not import %s: it stands outside', (path, target) => {
    expect(wrongIn(path, target)).toEqual([expect.stringContaining('stands outside the house')]);
  });

  it('lets tests and tools look at everything', () => {
    expect(wrongIn('src/reports/rules.test.ts', '../handovers/store.ts')).toEqual([]);
    expect(wrongIn('tools/start.ts', '../src/reports/store.ts')).toEqual([]);
  });

  it('keeps migrations apart from rooms, and rooms apart from migrations', () => {
    expect(wrongIn('db/migrations/0004_reports.ts', '../../src/reports/model.ts')).toHaveLength(1);
    expect(wrongIn('src/reports/store.ts', '../../db/tenancy.ts')).toHaveLength(1);
  });

  it('keeps JSX away from what Node runs itself', () => {
    expect(wrongIn('src/server/app.ts', '../kit/web/form.tsx')).toEqual([
      expect.stringContaining('Node cannot run JSX'),
    ]);
  });

  it.each([
    ['model.ts', 'kysely'],
    ['model.ts', '../kit/db.ts'],
    ['rules.ts', './store.ts'],
    ['rules.ts', '../people/index.ts'],
    ['rules.ts', 'zod'],
    ['wire.ts', './rules.ts'],
    ['store.ts', './rules.ts'],
    ['store.ts', '../people/index.ts'],
    ['actions.ts', './index.ts'],
    ['actions.ts', './ui/form.server.ts'],
    ['routes.ts', './store.ts'],
    ['index.ts', './routes.ts'],
    ['ui/form.server.ts', '../store.ts'],
    ['ui/form.tsx', '../index.ts'],
    ['ui/form.tsx', '../../people/model.ts'],
  ])('in a room %s may not import %s', (name, target) => {
    expect(wrongIn(`src/reports/${name}`, target)).toEqual([expect.stringContaining('may not see')]);
  });

  it.each([
    ['model.ts', 'zod'],
    ['model.ts', '../kit/outcome.ts'],
    ['model.ts', '../people/model.ts'],
    ['rules.ts', './model.ts'],
    ['rules.ts', './table.ts'],
    ['rules.ts', '../kit/calendar.ts'],
    ['wire.ts', '@hono/zod-openapi'],
    ['store.ts', 'kysely'],
    ['store.ts', '../kit/db.ts'],
    ['actions.ts', './rules.ts'],
    ['actions.ts', '../people/index.ts'],
    ['routes.ts', './wire.ts'],
    ['index.ts', './actions.ts'],
    ['ui/form.server.ts', '../index.ts'],
    ['ui/form.server.ts', '../../people/index.ts'],
    ['ui/form.server.ts', '../../kit/web/context.ts'],
    ['ui/form.tsx', '../wire.ts'],
    ['ui/form.tsx', './form.server.ts'],
    ['ui/form.tsx', './+types/form.ts'],
    ['ui/form.tsx', '../../kit/web/form.tsx'],
    ['ui/form.tsx', 'react'],
  ])('in a room %s may import %s', (name, target) => {
    expect(wrongIn(`src/reports/${name}`, target)).toEqual([]);
  });

  it('lets a store name the types of another room, such as a grant', () => {
    expect(wrongIn('src/reports/store.ts', '../people/index.ts', 'import type { x }')).toEqual([]);
    expect(wrongIn('src/reports/store.ts', '../people/index.ts', 'import { type x }')).toEqual([]);
  });
});
