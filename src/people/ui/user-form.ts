import { z } from 'zod';
import { line, list } from '../../kit/form.ts';
import { Role } from '../model.ts';

/** What a user may and where that user works: the part that can change. */
export const RightsForm = z.object({ roles: list(Role), services: list(z.uuid('service-of-other-party')) });

export const NewUserForm = RightsForm.extend({
  key: z.uuid(),
  name: line(200).min(1, 'name-missing'),
  login: line(200).min(1, 'login-missing'),
  party: z.uuid('party-unknown'),
});
