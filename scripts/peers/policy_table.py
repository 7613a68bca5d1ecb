"""What the numpy and OpenFisca peers share: the table of firms as columns, and answers that may be open.

A fact is a pair of columns, the least and the most that it may be; an answer is 0 for no, 1 for open, 2 for yes, so that
`and` is the minimum and `or` the maximum.
"""

import csv

import numpy as np

NO, OPEN, YES = 0, 1, 2
INDUSTRIES = (
    "agriculture industry construction wholesale retail transport storage post hotels catering "
    "information_transmission software real_estate property_management leasing_business other"
).split()
LARGEST = 1_000_000_000_000_000  # fen
MOST = 1_000_000_000
POINTS = {"ip_advanced": 8, "ip_core": 8, "ip_number": 8, "ip_obtained": 6, "ip_standards": 2, "transformation": 30,
          "rd_rules": 6, "rd_institution": 6, "incentives": 4, "people": 4}
# 10,000 yuan; employees, revenue, total assets of large, medium and small, by industry in the order above.
SIZE_LIMITS = np.array([
    [[0, 20000, 0], [0, 500, 0], [0, 50, 0]], [[1000, 40000, 0], [300, 2000, 0], [20, 300, 0]],
    [[0, 80000, 80000], [0, 6000, 5000], [0, 300, 300]], [[200, 40000, 0], [20, 5000, 0], [5, 1000, 0]],
    [[300, 20000, 0], [50, 500, 0], [10, 100, 0]], [[1000, 30000, 0], [300, 3000, 0], [20, 200, 0]],
    [[200, 30000, 0], [100, 1000, 0], [20, 100, 0]], [[1000, 30000, 0], [300, 2000, 0], [20, 100, 0]],
    [[300, 10000, 0], [100, 2000, 0], [10, 100, 0]], [[300, 10000, 0], [100, 2000, 0], [10, 100, 0]],
    [[2000, 100000, 0], [100, 1000, 0], [10, 100, 0]], [[300, 10000, 0], [100, 1000, 0], [10, 50, 0]],
    [[0, 200000, 10000], [0, 1000, 5000], [0, 100, 2000]], [[1000, 5000, 0], [300, 1000, 0], [100, 500, 0]],
    [[300, 0, 120000], [100, 0, 8000], [10, 0, 100]], [[300, 0, 0], [100, 0, 0], [10, 0, 0]],
], dtype=np.int64) * np.array([1, 1_000_000, 1_000_000])
# A row more for an industry that is not known: between the lowest and the highest limit of all.
SIZE_LEAST = np.concatenate([SIZE_LIMITS, SIZE_LIMITS.min(axis=0, keepdims=True)])
SIZE_MOST = np.concatenate([SIZE_LIMITS, SIZE_LIMITS.max(axis=0, keepdims=True)])
DAYS = ("registered_on", "hnte_until", "hnte_recognised_on")
FLAGS = ("ip_own", "ip_core", "listed_field", "incident", "dishonest", "prohibited", "national_prize", "provincial_rd",
         "led_standard")
MONEY = ("revenue", "rd_", "net_assets", "total_", "hightech")


def read(path):
    """credit codes, and each fact as (least, most)."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        columns = dict(zip(names, zip(*rows)))
    facts = {name: column(name, columns[name]) for name in names if name not in ("credit_code", "name")}
    count = len(columns["credit_code"])
    for name, most in POINTS.items():
        facts.setdefault("score_" + name, (np.full(count, -1), np.full(count, -1)))
    return list(columns["credit_code"]), facts


def column(name, texts):
    if name == "size_industry":
        places = {word: place for place, word in enumerate(INDUSTRIES)} | {"": len(INDUSTRIES)}
        values = np.array([places[text] for text in texts])
        return values, values
    if name in DAYS:
        days = np.array([text or "NaT" for text in texts], dtype="datetime64[D]")
        first, last = np.datetime64("1900-01-01"), np.datetime64("2199-12-31")
        return np.where(np.isnat(days), first, days), np.where(np.isnat(days), last, days)
    if name in FLAGS:
        answers = np.array([{"true": YES, "false": NO, "": OPEN}[text] for text in texts], dtype=np.int8)
        return answers, answers
    if name.startswith("score_"):  # hundredths; -1 where no expert has judged
        values = np.array([int(text.replace(".", "")) if text else -1 for text in texts])
        return values, values
    least, most = 0, MOST
    if name.startswith(MONEY):
        least, most = (-LARGEST if name.startswith("net_assets") else 0), LARGEST
    whole = [text.replace(".", "") for text in texts]
    return (np.array([int(text) if text else least for text in whole]),
            np.array([int(text) if text else most for text in whole]))


def write(path, codes, size, technology_sme, hnte, awards):
    """Answers by name; an amount in yuan, nothing where it is open."""
    words = np.array(["no", "open", "yes"])
    amounts = np.where(awards < 0, "", (awards // 100).astype(str))
    sizes = np.array(["large", "medium", "small", "micro", ""])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("credit_code,size,technology_sme,hnte,awards\n")
        rows = zip(codes, sizes[size].tolist(), words[technology_sme].tolist(), words[hnte].tolist(), amounts.tolist())
        file.writelines(",".join(row) + "\n" for row in rows)


def at_least(value, limit):
    """A pair against a pair or a number."""
    least, most = limit if isinstance(limit, tuple) else (limit, limit)
    return (1 + (value[0] >= most) - (value[1] < least)).astype(np.int8)


def share_at_least(part, whole, percent):
    """part / whole in percent; what may be divided by zero is open."""
    least, most = percent if isinstance(percent, tuple) else (percent, percent)
    reached = (part[0] * 100 >= most * whole[1]).astype(np.int8)
    missed = part[1] * 100 < least * whole[0]
    return np.where(whole[0] > 0, 1 + reached - missed, OPEN).astype(np.int8)


def share_points(part, whole, steps, points):
    """So many points for each step reached, in hundredths; all that is possible where the share isn't known."""
    low = sum((part[0] * 100 >= step * whole[1]).astype(np.int64) for step in steps) * points * 100
    high = sum((part[1] * 100 >= step * whole[0]).astype(np.int64) for step in steps) * points * 100
    known = whole[0] > 0
    return np.where(known, low, 0), np.where(known, high, len(steps) * points * 100)


def add(*pairs):
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def judged(score, low, high):
    """What the experts said, else between low and high points in hundredths."""
    return np.where(score[0] >= 0, score[0], low), np.where(score[1] >= 0, score[1], high)


def growth_points(last, middle, first):
    """Hundredths; the rate is ((y2/y1) + (y3/y2)) / 2 - 1, or y3/y2 - 1 where y1 is 0."""
    low = growth_of(last[0], middle[0], first[0])
    open_rows = np.flatnonzero(last[0] != last[1])
    high = low.copy()
    high[open_rows] = growth_of(last[1][open_rows], middle[0][open_rows], first[0][open_rows])
    low, high = np.minimum(low, high), np.maximum(low, high)
    unknown = (middle[0] != middle[1]) | (first[0] != first[1])
    none = (middle[0] == 0) & (middle[1] == 0)
    low = np.where(none | unknown | (low == 0), 0, low * 200 - 100)
    high = np.where(none, 0, np.where(unknown, 1000, high * 200))
    return low, high


def growth_of(last, middle, first):
    """How many steps the rate reaches: above 0, 5%, 15%, 25%, 35%."""
    sign = np.sign(middle) * np.where(first == 0, 1, np.sign(first))
    steps = np.zeros(len(last), dtype=np.int64)
    for percent in (0, 5, 15, 25, 35):
        factor = 200 + 2 * percent
        # Products pass 64 bits; where floating point says that the difference is small, its last 64 bits are it.
        rough = 100.0 * middle * middle + 100.0 * last * first - float(factor) * first * middle
        exact = 100 * middle * middle + 100 * last * first - factor * first * middle
        difference = np.where(np.abs(rough) < 1e18, exact, np.sign(rough).astype(np.int64))
        difference = np.where(first == 0, 200 * last - factor * middle, difference) * sign
        steps += difference > 0 if percent == 0 else difference >= 0
    return steps
