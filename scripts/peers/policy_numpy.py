"""Size, technology SME, high-tech enterprise and awards by hand in numpy, to measure Cassia's policies beside.

python3 policy_numpy.py firms.csv answers.csv [--as-of 2017-06-30]
"""

import argparse
import time

import numpy as np

from policy_table import (
    MOST, NO, OPEN, POINTS, SIZE_LEAST, SIZE_MOST, YES, add, at_least, growth_points, judged, read, share_at_least,
    share_points, write)


def size(facts, figure):
    industry = facts["size_industry"][0]
    measures = (facts["employees"], figure("revenue", 0), facts["total_assets_y0"])
    result = np.full(len(industry), 3)
    for place in (2, 1, 0):
        least, most = SIZE_LEAST[:, place].T, SIZE_MOST[:, place].T
        reached = np.minimum.reduce(
            [at_least(value, (least[n][industry], most[n][industry])) for n, value in enumerate(measures)])
        result = np.where(reached == YES, place, np.where(reached == OPEN, 4, result))
    return result


def technology_sme(facts, figure, today):
    revenue, rd = figure("revenue", 0), figure("rd", 0)
    staff = share_points(facts["technical_staff"], facts["employees"], (10, 15, 20, 25, 30), 4)
    of_revenue = share_points(rd, revenue, (2, 3, 4, 5, 6), 10)
    of_costs = share_points(rd, facts["total_costs_y0"], (10, 15, 20, 25, 30), 10)
    best = np.maximum(of_revenue[0], of_costs[0]), np.maximum(of_revenue[1], of_costs[1])
    first, second = facts["ip_class1"], facts["ip_class2"]
    results = (np.where(first[0] >= 1, 3000, np.minimum(second[0], 4) * 600),
               np.where(first[1] >= 1, 3000, np.minimum(second[1], 4) * 600))
    total = add(staff, best, results)
    valid = np.minimum(at_least(facts["hnte_times"], 1), at_least(facts["hnte_until"], today))
    straight_in = np.maximum.reduce([valid, facts["national_prize"][0], facts["provincial_rd"][0],
                                     facts["led_standard"][0]])
    scored = np.minimum(at_least(total, 6000), at_least(staff, 1))
    return np.minimum.reduce([
        2 - at_least(facts["employees"], 501), 2 - at_least(revenue, 20_000_000_001),
        2 - at_least(facts["total_assets_y0"], 20_000_000_001), 2 - facts["prohibited"][0], 2 - facts["incident"][0],
        2 - facts["dishonest"][0], np.maximum(straight_in, scored)])


def hnte_score(facts, figure, years):
    first, second = facts["ip_class1"], facts["ip_class2"]

    def count_points(rights, points):
        return np.select([rights >= 5, rights >= 3, rights >= 1], points, 0) * 100

    low = np.where(first[0] >= 1, 700, count_points(second[0], (5, 3, 1)))
    high = np.where(first[1] >= 1, 800, count_points(second[1], (6, 4, 2)))
    bounds = {name: (0, most * 100) for name, most in POINTS.items()}
    bounds["ip_number"] = low, high
    bounds["ip_obtained"] = 0, np.where(facts["ip_own"][0] == NO, 300, 600)
    results = add(*(figure("transformations", back) for back in range(3)))
    counted = np.maximum(years, 1)
    least, most = np.minimum(results[0] // counted, 5), np.minimum(results[1] // counted, 5)
    bounds["transformation"] = (np.where((years == 0) | (least == 0), 0, least * 600 - 500),
                                np.where(years == 0, 3000, most * 600))
    points = {name: judged(facts["score_" + name], *bounds[name]) for name in POINTS}
    rights = add(*(points[name] for name in POINTS if name.startswith("ip_")))
    rights = np.minimum(rights[0], 3000), np.minimum(rights[1], 3000)
    growth = [growth_points(*(figure(name, back) for back in range(3))) for name in ("net_assets", "revenue")]
    rest = [points[name] for name in POINTS if not name.startswith("ip_")]
    return add(rights, *rest, *growth)


def hnte(facts, figure, years, today):
    revenue = [figure("revenue", back) for back in range(3)]
    rd = add(*(figure("rd", back) for back in range(3)))
    domestic = add(*(figure("rd_domestic", back) for back in range(3)))
    low, high = (np.select([r <= 5_000_000_000, r <= 20_000_000_000], [5, 4], 3) for r in revenue[0][::-1])
    registered = facts["registered_on"]
    return np.minimum.reduce([
        2 - at_least(registered, today - 364), facts["ip_core"][0], facts["listed_field"][0],
        share_at_least(facts["technical_staff"], facts["employees"], 10),
        share_at_least(rd, add(*revenue), (low, high)), share_at_least(domestic, rd, 60),
        share_at_least(facts["hightech_income_y0"], facts["total_income_y0"], 60),
        at_least(hnte_score(facts, figure, years), 7001), 2 - facts["incident"][0]])


def awards(facts, today):
    """Fen, -1 where it is open."""
    year = today.astype("datetime64[Y]")
    first_day = max((year - 1).astype("datetime64[D]"), np.datetime64("2016-01-01"))
    recognised, times = facts["hnte_recognised_on"], facts["hnte_times"]
    last_year = np.minimum(at_least(recognised, first_day), 2 - at_least(recognised, year.astype("datetime64[D]")))
    due = np.minimum(last_year, at_least(times, 1))
    amount = np.where(times[0] != times[1], -1, np.where(times[0] == 1, 10_000_000, 5_000_000))
    return np.where(due == YES, amount, np.where(due == NO, 0, -1))


def decide(facts, today):
    registered = facts["registered_on"]
    is_known = registered[0] == registered[1]
    year = today.astype("datetime64[Y]")
    had = [~is_known | (registered[0] < (year - back).astype("datetime64[D]")) for back in range(3)]

    def figure(name, back):
        least, most = facts[f"{name}_y{back}"]
        return np.where(had[back], least, 0), np.where(had[back], most, 0)

    years = np.sum(had, axis=0)
    return (size(facts, figure), technology_sme(facts, figure, today), hnte(facts, figure, years, today),
            awards(facts, today))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("firms")
    options.add_argument("answers")
    options.add_argument("--as-of", default="2017-06-30")
    options = options.parse_args()
    codes, facts = read(options.firms)
    start, processor = time.perf_counter(), time.process_time()
    answers = decide(facts, np.datetime64(options.as_of))
    print(f"numpy {len(codes)} firms: {time.perf_counter() - start:.4f} s, "
          f"{time.process_time() - processor:.4f} s of CPU")
    write(options.answers, codes, *answers)


if __name__ == "__main__":
    main()
