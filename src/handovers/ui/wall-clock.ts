export { fromWallClock, toWallClock } from '../../kit/wall-clock.ts';
