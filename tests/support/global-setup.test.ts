import { expect, inject, it } from 'vitest';
import { roleOf } from '../../src/server/migrate.ts';
import { withTemplate } from './global-setup.ts';

it('says which right the owner needs on a server of one’s own', async () => {
  const { ownerUrl, appUrl, retentionUrl } = inject('testServer');
  const start = withTemplate({ ownerUrl, appUrl, retentionUrl, adminUrl: appUrl }, false);
  await expect(start).rejects.toThrow(
    `the tests make databases of their own, and ${roleOf(appUrl)} may not: alter role "${roleOf(appUrl)}" createdb`,
  );
});
