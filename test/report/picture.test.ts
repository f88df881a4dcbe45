import { describe, expect, test } from 'vitest'
import { pictureOf, picturePath } from '../../src/report/picture.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9])
const svg = (inner: string) => pictureOf(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`))

describe('what a file is', () => {
  test.each([
    ['png', PNG],
    ['jpeg', JPEG],
    ['png', Buffer.concat([PNG, Buffer.alloc(100)])],
    ['svg', Buffer.from('<svg />')],
    [
      'svg',
      Buffer.from(
        '\uFEFF<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n "svg11.dtd">\n<!-- drawn -->\n<svg width="1"></svg>',
      ),
    ],
  ])('is told by its content: %s', (type, bytes) => {
    expect(pictureOf(bytes)).toEqual({ kind: 'picture', type })
  })

  test.each([
    ['is empty', Buffer.alloc(0)],
    ['is cut off', PNG.subarray(0, 40)],
    ['is cut off', JPEG.subarray(0, 7)],
    ['is no PNG, JPEG or SVG picture', Buffer.from('%PDF-1.4\u0000')],
    ['is no PNG, JPEG or SVG picture', Buffer.from([0xff, 0xfe, 0x41])],
  ])('may be no picture: it %s', (reason, bytes) => {
    expect(pictureOf(bytes)).toEqual({ kind: 'unusable', reason })
  })

  test('is text, when it is neither', () => {
    expect(pictureOf(Buffer.from('step,loss\n1,2\n'))).toEqual({ kind: 'text', text: 'step,loss\n1,2\n' })
  })

  test('is found out in bounded time', () => {
    const started = performance.now()
    for (const part of ['<!--', '<!DOCTYPE', 'href=', "url('", ' on', '<svg '])
      svg(part.repeat(5_000_000 / part.length))
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('an SVG', () => {
  test.each([
    '<path d="M0 0" style="fill:url(#a)"/><use xlink:href="#p"/>',
    '<image href="data:image/png;base64,AAAA\nBBBB=="/>',
    '<metadata><cc:Work rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></metadata>',
    '<style type="text/css">*{stroke-linejoin: round}</style><text>based on = 3</text>',
  ])('that only draws is a picture: %s', (inner) => {
    expect(svg(inner)).toMatchObject({ kind: 'picture' })
  })

  test.each([
    ['<script>alert(1)</script>', 'a script'],
    ['<s:script xmlns:s="http://www.w3.org/2000/svg"/>', 'a script'],
    ['<![CDATA[<!--]]><script/><![CDATA[-->]]>', 'a script'],
    ['<foreignObject><p/></foreignObject>', 'an embedded document'],
    ['<path onload="x()"/>', 'an event handler'],
    ["<path d=''onclick = 'x()'/>", 'an event handler'],
    ['<a xlink:href="javascript:x()"/>', 'an address outside itself'],
    ['<image href="https://example.org/pixel.png"/>', 'an address outside itself'],
    ['<use href="data:image/svg+xml;base64,AAAA#x"/>', 'an address outside itself'],
    ['<path style="fill:url(https://example.org/)"/>', 'an address outside itself'],
    ['<style>@import "https://example.org/a.css";</style>', 'a style sheet'],
    ['<a><set attributeName="xlink:href" to="x"/></a>', 'an animated address'],
    ['<!ENTITY x "y">', 'declarations of its own'],
  ])('that does more is refused: %s', (inner, danger) => {
    expect(svg(inner)).toEqual({ kind: 'unusable', reason: expect.stringContaining(danger) })
  })
})

test.each([
  ['a/b.png', 'png', 'a/b.png'],
  ['b.JPEG', 'jpeg', 'b.JPEG'],
  ['b.txt', 'svg', 'b.txt.svg'],
] as const)('the name %s of a %s is %s', (path, type, name) => {
  expect(picturePath(path, type)).toBe(name)
})
