import { z } from 'zod';
import { Role } from './model.ts';

/** What the pages about users get to see. Nothing leaves a loader that these schemas do not name. */
const ManagedUserView = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  partyId: z.string(),
  partyName: z.string(),
  active: z.boolean(),
  lastLoginAt: z.date().optional(),
  roles: z.array(Role),
  serviceIds: z.array(z.string()),
});
export type ManagedUserView = z.infer<typeof ManagedUserView>;

const Choice = z.object({ id: z.string(), name: z.string() });
const ServiceChoice = Choice.extend({ partyId: z.string() });

export const UsersView = z.object({
  users: z.array(ManagedUserView),
  parties: z.array(Choice),
  services: z.array(ServiceChoice),
});
export type UsersView = z.infer<typeof UsersView>;

export const UserView = UsersView.extend({
  user: ManagedUserView,
  isSelf: z.boolean(),
  hasSecondFactor: z.boolean(),
  posts: z.object({ coordinator: z.boolean(), manager: z.boolean(), leads: z.array(Choice) }),
});
export type UserView = z.infer<typeof UserView>;

export const AccountView = z.object({
  name: z.string(),
  login: z.string(),
  partyName: z.string(),
  roles: z.array(Role),
  hasPassword: z.boolean(),
  isDemo: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.number(),
  providers: z.array(z.object({ slug: z.string(), name: z.string(), isLinked: z.boolean() })),
  sessions: z.array(
    z.object({
      id: z.string(),
      createdAt: z.date(),
      seenAt: z.date(),
      providerName: z.string().optional(),
      isThis: z.boolean(),
    }),
  ),
});
export type AccountView = z.infer<typeof AccountView>;
