import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import {
  helpText
} from "./chunk-chunk-BVKFSFIY.js";
import "./chunk-chunk-656SABO7.js";
export {
  helpText
};
