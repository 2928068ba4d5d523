/**
 * Has Node run TypeScript as it is packaged: `node --import ./bench/asPackaged.mjs FILE`. What tests run with gives
 * each function its name again when it is made, which takes longer than many a function itself.
 */
import { register } from 'node:module';

register('./packagedCode.mjs', import.meta.url);
