import { sameBits } from './conformance.js';

sameBits('fma');
