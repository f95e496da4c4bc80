export { saveWish, sendAgain, sendAllAgain, stopMessage } from './actions.ts';
export { returnedMail, takeBounce } from './bounces.ts';
export { followIntake, followNews } from './follow.ts';
export {
  letterPreview,
  letterSender,
  letterText,
  letterTexts,
  saveLetter,
  saveSender,
  useHouseLetter,
} from './letter-texts.ts';
export { startPost } from './post.ts';
export { makePush, pushSettings } from './push/deliver.ts';
export { addDevice, forgetDevices, ownDevices, removeDevice, testDevice } from './push/devices.ts';
export { makeSend, smtpSettings } from './smtp.ts';
export { rebuildDue } from './store.ts';
export { verifyMessages } from './verify.ts';
export { outbox, ownWish } from './views.ts';
