export { saveWish, sendAgain, sendAllAgain, stopMessage } from './actions.ts';
export { returnedMail, takeBounce } from './bounces.ts';
export { followIntake, followNews } from './follow.ts';
export { startPost } from './post.ts';
export { makeSend, smtpSettings } from './smtp.ts';
export { rebuildDue } from './store.ts';
export { verifyMessages } from './verify.ts';
export { outbox, ownWish } from './views.ts';
