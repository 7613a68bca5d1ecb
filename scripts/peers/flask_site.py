"""The list of guarantees from Flask and sqlite3, to measure Cassia beside: the same check of the session, the
same query, the same page. CASSIA_BOOK names the SQLite file, CASSIA_PAGE a page that Cassia made: its rows give
way to a loop, all else stays as it is."""

import datetime
import hashlib
import os
import sqlite3
import threading

from flask import Flask, abort, request

app = Flask(__name__)
local = threading.local()

SESSION = """
SELECT p.id, p.name, p.display_name, p.roles, p.must_change, s.id, o.id, o.code, o.name, o.kind, o.institution_id
FROM session s JOIN person p ON p.id = s.person_id JOIN organisation o ON o.id = p.organisation_id
WHERE s.token_hash = ? AND s.expires_at > 0 AND p.disabled = 0
"""
LIST = """
SELECT g.number, e.name, p.state, g.principal, p.disbursed - p.repaid - p.principal_compensated, g.fee_rate,
    g.starts_on, g.ends_on, a.number, g.id, g.id
FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id JOIN enterprise e ON e.id = g.enterprise_id
    JOIN agreement a ON a.id = g.agreement_id
WHERE 1 = 1 ORDER BY g.id DESC LIMIT ?
"""
ROW = """{% for r in rows %}<tr><td><a href="/guarantees/{{ r[0] }}">{{ r[0] }}</a></td><td>{{ r[1] }}</td>\
<td><span class="tag {{ r[2] }}">{{ states[r[2]] }}</span></td><td class="number">{{ r[3]|yuan }}</td>\
<td class="number">{{ r[4]|yuan }}</td><td class="number">{{ r[5]|rate }}</td><td>{{ r[6]|day }}</td>\
<td>{{ r[7]|day }}</td><td>{{ r[8] }}</td></tr>
{% endfor %}"""
STATES = {"in_force": "在保", "released": "已解保", "compensated": "已代偿", "recovering": "追偿中"}


def page_template():
    page = open(os.environ["CASSIA_PAGE"], encoding="utf-8").read()
    head, rest = page.split("<tbody>", 1)
    return head + "<tbody>\n" + ROW + "</tbody>" + rest.split("</tbody>", 1)[1]


app.jinja_env.filters["yuan"] = lambda fen: f"{fen // 100:,}.{fen % 100:02d}"
app.jinja_env.filters["rate"] = lambda millionths: f"{millionths / 10000:.2f}%"
app.jinja_env.filters["day"] = lambda day: (datetime.date(1970, 1, 1) + datetime.timedelta(day)).isoformat()
app.jinja_env.autoescape = True
template = app.jinja_env.from_string(page_template())


def connection():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(f"file:{os.environ['CASSIA_BOOK']}?mode=ro", uri=True)
    return local.connection


@app.get("/guarantees")
def guarantees():
    word = request.cookies.get("cassia_session", "")
    if not connection().execute(SESSION, (hashlib.sha256(word.encode()).digest(),)).fetchone():
        abort(401)
    rows = connection().execute(LIST, (51,)).fetchall()[:50]
    return template.render(rows=rows, states=STATES)
