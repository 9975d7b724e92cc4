"""Made-up records in every form of the format: the seeds of what is fuzzed and mutated."""

from __future__ import annotations

INCIDENT = b"""\
title: Attack on Tindara # the market
date: 2022-04-19/2022-04-24
place:
  - {name: Tindara, aka: ['Tin Dara', "Tindara-le-March\\u00e9"], country: XK, latitude: 15.28, longitude: -1.70}
aka: [Market of Tindara]
related:
  - incident: kelouma
    as: follows
external: {acled: XK1234}
summary: |
  Armed men came on a market day.

  Sources disagree on who they were.
facts:
  deaths:
    title: Deaths on the market
    measure: killed
    date: 2022-04-19
    claims:
    - source: un-mission
      document: un-report
      also_in: [gazette-report]
      count: at least 50
      victims: civilians
      perpetrator: kelouma-army
      alongside: [river-militia]
      including: {women: at least 1, children: some}
      quote: "at least 50 civilians: \\"all\\" of them"
      quote_language: en
    - source: kelouma-army
      stated: 2022-04-22
      count: 18
      victims: fighters
      made_of: {on the market: 12, on the road: 6}
      note: >-
        Eighteen,
        it says.
    - source: hill-rebels
      denies: perpetrator
      perpetrator: hill-rebels
    - {source: residents, id: by-phone, count: about 30, scope: part}
  who-came:
    question: Who came?
    answers:
      army: The army came.
      rebels: 'Rebels in the army''s clothes'
    claims:
      - source: residents
        answer: army
      - source: gazette
        no_position: true
    assessment: {prefer: residents, reason: They were there., by: Desk, date: 2023}
accepted:
  - check: distant-date
    reason: So it was said.
    by: Desk
    date: 2023-01-02
    until: 2030
"""

WITHDRAWN = """\
title: Graves near Kélouma
date: ../2021-H2
place: {name: Kélouma, precision: town}
note: «Une fosse», dit le maire – 12 corps.
facts:
  bodies:
    measure: bodies
    part_of: deaths
    claims:
    - source: gazette
      document: gazette-report
      count: dozens
      attribution: alleges
      revises: gazette
      quote: 'des dizaines de corps'
      translation: "dozens of bodies"
      page: '12'
withdrawn:
  date: 2022-09-01
  reason: |
    It was another place.
""".encode()

TOTAL = b"""\
title: Civilians killed in Kelouma, April-June 2022
period: 2022-Q2
place: {country: XK}
victims: civilians
excludes: [tindara/deaths]
complete: true
claims:
  - source: un-mission
    document: un-report
    measure: killed
    count: 317
  - source: un-mission
    measure: killed
    category: army
    share: 64%
  - {source: un-mission, measure: affected, category: rebels, change: +16%, since: 2022-Q1}
  - {source: un-mission, measure: injured, trend: down, since: 2022-Q1}
"""

ACTORS = b"""\
un-mission: {name: UN Mission in Kelouma, in_text: the UN mission, kind: un}
kelouma-army:
  name: Army of Kelouma
  aka: [ 'the army', "FAK" ]
  kind: state-forces
  category: army
  country: XK
  part_of: kelouma-state
  url: https://example.org/army?x=1#top
residents: {name: Residents of Tindara, kind: witness}
"""

ODD = (  # what YAML has and the format refuses, or two readers may read differently
    b"a: !!int 5\n",
    b"a: &x 5\nb: *x\n",
    b"<<: {a: 1}\n",
    b"%YAML 1.1\n---\na: 1\n",
    b"a: 1\n---\nb: 2\n",
    b"? a\n: 1\n",
    b"? [a]\n: 1\n",
    b"a: 1\na: 2\n",
    b"a: [1, 2\n",
    b"[a: b\n1",
    b"a: 1\n? t",
    b"a: 'x\n\n  y'\nb: \"x\\\n  y\"\n",
    b"a: |2-\n    x\n   y\n\nb: >+\n\n  x\n\n",
    b"- - a\n  - b\n-\n  - c: 1\n    d:\n      - e\n",
    b"{a: {b: [c, {d: e}]}, 'f': \"g\", h: , i: ~}\n",
    b"a:\tx\nb: x # c\n# d\n\n...\n",
    "a: x\u2028y\nb: \u202ez\n".encode(),
    b"\xef\xbb\xbfa: 1\r\nb: 2\r\n",
    b"a: \xff\n",
)

RECORDS = (INCIDENT, WITHDRAWN, TOTAL, ACTORS)
SEEDS = (*RECORDS, *ODD)
