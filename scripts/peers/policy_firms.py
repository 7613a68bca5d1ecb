"""Makes a register of firms to decide on: N rows of 45 columns under the facts' names, the same for the same seed,
many of them on an edge of a rule or one step beside it, some facts missing.

python3 policy_firms.py 1000000 firms.csv [--seed 2017]
"""

import argparse

import numpy as np

INDUSTRIES = (
    "agriculture industry construction wholesale retail transport storage post hotels catering "
    "information_transmission software real_estate property_management leasing_business other"
).split()
CITIES = np.array([450000 + 100 * n for n in range(1, 15)])
ALPHABET = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
PEOPLE_EDGES = np.array([5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000])
MONEY_EDGES = np.array([50, 100, 300, 500, 1000, 2000, 3000, 5000, 8000, 10000, 20000, 30000, 40000, 80000, 120000])
FEN_OF_10_000_YUAN = 1_000_000
EPOCH = np.datetime64("2017-06-30")
ROWS_AT_ONCE = 50_000

COLUMNS = (
    "credit_code name size_industry registered_on employees technical_staff revenue_y0 revenue_y1 revenue_y2 "
    "total_income_y0 hightech_income_y0 total_costs_y0 total_assets_y0 net_assets_y0 net_assets_y1 net_assets_y2 "
    "rd_y0 rd_y1 rd_y2 rd_domestic_y0 rd_domestic_y1 rd_domestic_y2 ip_class1 ip_class2 ip_own ip_core listed_field "
    "transformations_y0 transformations_y1 transformations_y2 incident dishonest prohibited hnte_until "
    "hnte_recognised_on hnte_times national_prize provincial_rd led_standard score_ip_advanced score_ip_core "
    "score_ip_number score_ip_obtained score_ip_standards score_transformation"
).split()
POINTS = {"ip_advanced": 8, "ip_core": 8, "ip_number": 8, "ip_obtained": 6, "ip_standards": 2, "transformation": 30}


def credit_codes(first, count):
    """GB 32100-2015 with both check digits: 91, a city, a running number."""
    digits = np.zeros((count, 18), dtype=np.int64)
    digits[:, :2] = [9, 1]
    running = np.arange(first, first + count)
    place = CITIES[running % len(CITIES)]
    for position in range(6):
        digits[:, 7 - position] = place // 10**position % 10
    for position in range(8):
        digits[:, 15 - position] = running // 10**position % 10
    organisation = -(digits[:, 8:16] @ np.array([3, 7, 9, 10, 5, 8, 4, 2])) % 11
    digits[:, 16] = np.where(organisation == 10, 29, organisation)  # X stands in place 29 of the alphabet
    weights = np.array([pow(3, n, 31) for n in range(17)])
    digits[:, 17] = -(digits[:, :17] @ weights) % 31
    return ["".join(row) for row in ALPHABET[digits]]


def draw(random, count):
    """The firms of one batch by column; whole fen, whole numbers, days, or None where a column isn't drawn."""

    def chance(percent):
        return random.integers(0, 100, count) < percent

    def beside(edges):
        return np.maximum(edges + random.integers(-1, 2, count), 0)

    def money():
        plain = random.integers(0, 100_000_000_000, count)
        return np.where(chance(40), beside(random.choice(MONEY_EDGES, count) * FEN_OF_10_000_YUAN), plain)

    def part(percents, whole):
        percent = random.choice(percents, count)
        return beside((whole * percent + 99) // 100)

    firms = {"size_industry": np.array(INDUSTRIES, dtype=object)[random.integers(0, 16, count)]}
    age = np.where(chance(20), 365 + random.integers(-1, 2, count), random.integers(0, 9000, count))
    firms["registered_on"] = EPOCH - age
    employees = np.where(chance(50), beside(random.choice(PEOPLE_EDGES, count)), random.integers(0, 3000, count))
    firms["employees"] = employees
    firms["technical_staff"] = np.where(
        chance(70), part([5, 10, 15, 20, 25, 30], employees), random.integers(0, 3000, count) % (employees + 1))

    for name, percent in (("revenue", 50), ("net_assets", 70)):
        first = random.integers(1, 50_000_000, count) * 20
        second = first // 20 * random.integers(10, 40, count)
        rate = random.choice([0, 5, 15, 25, 35], count)
        # The last year in which growth comes to the rate, or a fen beside it.
        ratio = (200 + 2 * rate) * first - 100 * second
        last = beside(np.maximum(second // 100 * (ratio // first), 0))
        grows = chance(percent)
        firms[name + "_y2"] = np.where(chance(5), 0, np.where(grows, first, money()))
        firms[name + "_y1"] = np.where(chance(5), 0, np.where(grows, second, money()))
        firms[name + "_y0"] = np.where(grows, last, money())
    firms["net_assets_y2"] = np.where(chance(5), -firms["net_assets_y2"], firms["net_assets_y2"])

    income = money()
    firms["total_income_y0"] = income
    firms["hightech_income_y0"] = np.where(chance(80), part([50, 60, 60, 60, 70, 90], income), income)
    firms["total_costs_y0"] = money()
    firms["total_assets_y0"] = money()
    revenue = firms["revenue_y0"] + firms["revenue_y1"] + firms["revenue_y2"]
    earlier = random.integers(0, 100_000_000, count)
    before = random.integers(0, 100_000_000, count)
    kind = random.integers(0, 10, count)
    firms["rd_y0"] = np.select(
        [kind < 5, kind < 7, kind < 9],
        [np.maximum(part([3, 4, 5, 6], revenue) - earlier - before, 0),
         part([2, 3, 4, 5, 6], firms["revenue_y0"]), part([10, 15, 20, 25, 30], firms["total_costs_y0"])],
        0)
    firms["rd_y1"], firms["rd_y2"] = earlier, before
    needed = part([60], firms["rd_y0"] + earlier + before)
    all_in_china = chance(50)
    for name in ("y0", "y1", "y2"):
        taken = np.minimum(needed, firms["rd_" + name])
        needed = needed - taken
        firms["rd_domestic_" + name] = np.where(all_in_china, firms["rd_" + name], taken)

    firms["ip_class1"] = np.where(chance(60), 0, random.integers(1, 4, count))
    firms["ip_class2"] = random.integers(0, 8, count)
    for name, percent in (
        ("ip_own", 80), ("ip_core", 90), ("listed_field", 90), ("incident", 3), ("dishonest", 3), ("prohibited", 3),
        ("national_prize", 2), ("provincial_rd", 5), ("led_standard", 5),
    ):
        firms[name] = chance(percent)
    for name in ("y0", "y1", "y2"):
        firms["transformations_" + name] = random.integers(0, 9, count)
    times = np.where(chance(70), 0, random.integers(1, 4, count))
    firms["hnte_times"] = times
    recognised = EPOCH - random.integers(-180, 1000, count)
    firms["hnte_recognised_on"] = np.where(times > 0, recognised, np.datetime64("NaT"))
    until = np.where(chance(30), EPOCH + random.integers(-1, 2, count), recognised + 1095)
    firms["hnte_until"] = np.where(times > 0, until, np.datetime64("NaT"))
    judged = chance(40)
    for name, most in POINTS.items():
        points = np.where(chance(50), random.integers(most * 60, most * 100 + 1, count),
                          random.integers(most // 2, most + 1, count) * 100)
        firms["score_" + name] = np.where(judged, points, -1)
    return firms, chance


def text(name, values, is_missing):
    """One column as a table writes it; nothing where it is missing."""
    if name.startswith("score_"):
        texts = [f"{v // 100}.{v % 100:02d}" if v >= 0 else "" for v in values.tolist()]
    elif values.dtype.kind == "M":
        texts = ["" if v == "NaT" else v for v in np.datetime_as_string(values).tolist()]
    elif values.dtype.kind == "b":
        texts = ["true" if v else "false" for v in values.tolist()]
    elif name == "size_industry":
        texts = values.tolist()
    elif name.startswith(("revenue", "rd_", "net_assets", "total_", "hightech")):
        texts = [f"{'-' if v < 0 else ''}{abs(v) // 100}.{abs(v) % 100:02d}" for v in values.tolist()]
    else:
        texts = [str(v) for v in values.tolist()]
    if is_missing is not None:
        for row in np.flatnonzero(is_missing).tolist():
            texts[row] = ""
    return texts


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("rows", type=int)
    options.add_argument("path")
    options.add_argument("--seed", type=int, default=2017)
    options = options.parse_args()
    random = np.random.default_rng(options.seed)
    with open(options.path, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(COLUMNS) + "\n")
        for first in range(0, options.rows, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, options.rows - first)
            firms, chance = draw(random, count)
            columns = [credit_codes(first, count), [f"示范企业{first + n:07d}" for n in range(count)]]
            forgetful = chance(25)
            columns += [text(name, firms[name], forgetful & chance(5)) for name in COLUMNS[2:]]
            file.writelines(",".join(row) + "\n" for row in zip(*columns))


if __name__ == "__main__":
    main()
