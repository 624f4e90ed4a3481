#!/usr/bin/env node
import { main } from '../dist/src/rehearsal/properties-main.js';

process.exit(await main());
