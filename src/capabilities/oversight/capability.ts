import { capability } from '../../platform/capability.ts'
import { commandLine } from './command-line.ts'

export default capability({
  name: 'oversight',
  level: 5,
  permissions: {},
  routes: [],
  commandLine,
})
