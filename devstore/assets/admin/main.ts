import { submitOnChange } from '../submit-on-change.ts';
import { previewRefunds } from './refund-preview.ts';
import { sideMenu } from './side-menu.ts';

submitOnChange();
sideMenu();
previewRefunds();
