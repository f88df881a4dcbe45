import { expect, test } from 'vitest'
import { readTable } from '../../src/statistics/table.ts'

const shown = (text: string) => {
  const { columns, size, lineOf } = readTable(text, 'p.csv')
  return { columns: [...columns], lines: Array.from({ length: size }, (_, row) => lineOf(row)) }
}

test.each([
  'id,label,x\n\n1,2, 3\n\n\n4,,6\n',
  'id,label,x\n1,2,3',
  'id;x\n1;2\n',
  'id\tx\n1\t 2 \n3\t\n',
  ',id,x\n0,1,2\n',
  'id,x\n',
  'x\n1\n \n2\n',
])('%j reads the same with quotes around a name', (text) => {
  expect(shown(text.replace(/x/, '"x"'))).toEqual(shown(text))
})

test.each([
  ['id,label\n1,2,3\n', ':2: The row has another number of cells'],
  ['id,label\n1,2\n3\n', ':3: The row has another number of cells'],
  ['id,id\n1,2\n', ':1 (id): Two columns'],
])('%j is refused with its line', (text, message) => {
  expect(() => readTable(text, 'p.csv')).toThrow(message)
})
