export { type Assignment, type AssignmentProblem, assign } from './engine/assign.ts'
