import { walkScreens } from './walk-screens.ts';

walkScreens(1);
