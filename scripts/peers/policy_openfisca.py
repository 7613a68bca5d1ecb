"""The same rules as people write them for OpenFisca: facts and steps as variables, figures as dated parameters.

OpenFisca knows no unknown, so a fact that may be missing is two variables, the least and the most that it may be; its
whole numbers are widened to 64 bits, for fen pass 32. Install openfisca-core, then:

python3 policy_openfisca.py firms.csv answers.csv [--as-of 2017-06-30]
"""

import argparse
import datetime
import time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from policy_table import (
    NO, OPEN, POINTS, SIZE_LEAST, SIZE_MOST, YES, at_least, growth_points, judged, read, share_at_least, share_points,
    write)

Firm = build_entity("firm", "firms", "A firm", is_person=True)
SERIES = "revenue rd rd_domestic net_assets transformations".split()


def dated(first_day, **values):
    return {name: {"values": {first_day: {"value": value}}} for name, value in values.items()}


PARAMETERS = {
    "technology_sme": dated("2017-01-01", employees=500, revenue=20_000_000_000, assets=20_000_000_000, score=6000),
    "hnte": dated("2016-01-01", days=365, staff=10, rd_small=5, rd_medium=4, rd_large=3, small=5_000_000_000,
                  medium=20_000_000_000, domestic=60, hightech=60, score=7000),
    "awards": dated("2016-01-01", first_recognition=10_000_000, repeat_recognition=5_000_000),
}
variables = []


class Whole(Variable):
    def __init__(self, baseline_variable=None):
        super().__init__(baseline_variable)
        self.dtype = np.dtype(np.int64)


def fact(name):
    """A variable that is told."""
    body = {"value_type": int, "entity": Firm, "definition_period": DateUnit.YEAR, "label": name}
    variables.append(type(name, (Whole,), body))


def variable(formula):
    """A variable that is worked out."""
    body = {"value_type": int, "entity": Firm, "definition_period": DateUnit.YEAR, "label": formula.__name__,
            "formula": formula}
    variables.append(type(formula.__name__, (Whole,), body))
    return formula


def pair(firm, name, period):
    return firm(name + "_low", period), firm(name + "_high", period)


def ends(name, formula):
    """Two variables, the lower and the upper end of one value."""
    def formula_low(firm, period, parameters):
        return formula(firm, period, parameters)[0]

    def formula_high(firm, period, parameters):
        return formula(firm, period, parameters)[1]

    for suffix, end in (("_low", formula_low), ("_high", formula_high)):
        end.__name__ = name + suffix
        variable(end)


# Years that the firm saw; what is said of another counts as nothing.

def year_seen(back):
    def formula(firm, period):
        low, high = pair(firm, "registered_on", period)
        end = (np.datetime64(str(period.start.year), "Y") - back).astype("datetime64[D]").astype(np.int64)
        return (low != high) | (low < end)
    formula.__name__ = f"year_seen_{back}"
    variable(formula)


for back in range(3):
    year_seen(back)
    for name in SERIES:
        def in_year(firm, period, parameters, name=name, back=back):
            low, high = pair(firm, f"told_{name}_y{back}", period)
            seen = firm(f"year_seen_{back}", period)
            return low * seen, high * seen
        ends(f"{name}_y{back}", in_year)

for name in SERIES:
    def sum_of(firm, period, parameters, name=name):
        years = [pair(firm, f"{name}_y{back}", period) for back in range(3)]
        return sum(year[0] for year in years), sum(year[1] for year in years)
    ends(name + "_sum", sum_of)


# Size

def reaches(place):
    def formula(firm, period):
        industry = firm("size_industry_low", period)
        least, most = SIZE_LEAST[:, place].T, SIZE_MOST[:, place].T
        measures = [pair(firm, name, period) for name in ("employees", "revenue_y0", "total_assets_y0")]
        return np.minimum.reduce(
            [at_least(value, (least[n][industry], most[n][industry])) for n, value in enumerate(measures)])
    formula.__name__ = ("is_large", "is_medium", "is_small")[place]
    variable(formula)


for place in range(3):
    reaches(place)


@variable
def size(firm, period):
    result = np.full(firm.count, 3)
    for place, name in ((2, "is_small"), (1, "is_medium"), (0, "is_large")):
        reached = firm(name, period)
        result = np.where(reached == YES, place, np.where(reached == OPEN, 4, result))
    return result


# Technology SME

def points_for(name, part, whole, steps, points):
    def formula(firm, period, parameters):
        return share_points(pair(firm, part, period), pair(firm, whole, period), steps, points)
    ends(name, formula)


points_for("staff_score", "technical_staff", "employees", (10, 15, 20, 25, 30), 4)
points_for("revenue_score", "rd_y0", "revenue_y0", (2, 3, 4, 5, 6), 10)
points_for("cost_score", "rd_y0", "total_costs_y0", (10, 15, 20, 25, 30), 10)


def results_score(firm, period, parameters):
    first, second = pair(firm, "ip_class1", period), pair(firm, "ip_class2", period)
    return (np.where(first[0] >= 1, 3000, np.minimum(second[0], 4) * 600),
            np.where(first[1] >= 1, 3000, np.minimum(second[1], 4) * 600))


ends("results_score", results_score)


def technology_total(firm, period, parameters):
    return [
        firm("staff_score" + end, period) + firm("results_score" + end, period)
        + np.maximum(firm("revenue_score" + end, period), firm("cost_score" + end, period))
        for end in ("_low", "_high")]


ends("technology_total", technology_total)


@variable
def straight_in(firm, period):
    valid = np.minimum(at_least(pair(firm, "hnte_times", period), 1),
                       at_least(pair(firm, "hnte_until", period), firm("as_of", period)))
    return np.maximum.reduce([valid, firm("national_prize_low", period), firm("provincial_rd_low", period),
                              firm("led_standard_low", period)])


@variable
def technology_sme(firm, period, parameters):
    limits = parameters(period).technology_sme
    scored = np.minimum(at_least(pair(firm, "technology_total", period), limits.score),
                        at_least(pair(firm, "staff_score", period), 1))
    within = [2 - at_least(pair(firm, name, period), limit + 1) for name, limit in (
        ("employees", limits.employees), ("revenue_y0", limits.revenue), ("total_assets_y0", limits.assets))]
    clean = [2 - firm(name, period) for name in ("prohibited_low", "incident_low", "dishonest_low")]
    return np.minimum.reduce(within + clean + [np.maximum(firm("straight_in", period), scored)])


# High and new technology enterprise

def rights_bounds(firm, period, parameters):
    first, second = pair(firm, "ip_class1", period), pair(firm, "ip_class2", period)
    bounds = []
    for rights, best, points in ((0, 700, (5, 3, 1)), (1, 800, (6, 4, 2))):
        of_second = np.select([second[rights] >= 5, second[rights] >= 3, second[rights] >= 1], points, 0) * 100
        bounds.append(np.where(first[rights] >= 1, best, of_second))
    return bounds


ends("rights_bounds", rights_bounds)


def transformation_bounds(firm, period, parameters):
    results = pair(firm, "transformations_sum", period)
    years = sum(firm(f"year_seen_{back}", period) for back in range(3))
    least, most = (np.minimum(end // np.maximum(years, 1), 5) for end in results)
    return (np.where((years == 0) | (least == 0), 0, least * 600 - 500), np.where(years == 0, 3000, most * 600))


ends("transformation_bounds", transformation_bounds)


def judged_points(firm, period, name):
    bounds = 0, POINTS[name] * 100
    if name == "ip_number":
        bounds = pair(firm, "rights_bounds", period)
    elif name == "transformation":
        bounds = pair(firm, "transformation_bounds", period)
    elif name == "ip_obtained":
        bounds = 0, np.where(firm("ip_own_low", period) == NO, 300, 600)
    return judged(pair(firm, "score_" + name, period), *bounds)


def rights_score(firm, period, parameters):
    points = [judged_points(firm, period, name) for name in POINTS if name.startswith("ip_")]
    return [np.minimum(sum(p[end] for p in points), 3000) for end in (0, 1)]


def other_score(firm, period, parameters):
    points = [judged_points(firm, period, name) for name in POINTS if not name.startswith("ip_")]
    return [sum(p[end] for p in points) for end in (0, 1)]


ends("rights_score", rights_score)
ends("other_score", other_score)
for name in ("revenue", "net_assets"):
    def growth(firm, period, parameters, name=name):
        return growth_points(*(pair(firm, f"{name}_y{back}", period) for back in range(3)))
    ends(name + "_growth_score", growth)


def hnte_total(firm, period, parameters):
    parts = ("rights_score", "other_score", "revenue_growth_score", "net_assets_growth_score")
    return [sum(firm(part + end, period) for part in parts) for end in ("_low", "_high")]


ends("hnte_total", hnte_total)


def rd_needed(firm, period, parameters):
    limits = parameters(period).hnte
    return [
        np.select([revenue <= limits.small, revenue <= limits.medium], [limits.rd_small, limits.rd_medium],
                  limits.rd_large)
        for revenue in pair(firm, "revenue_y0", period)[::-1]]


ends("rd_needed", rd_needed)


@variable
def hnte(firm, period, parameters):
    limits = parameters(period).hnte
    rd = pair(firm, "rd_sum", period)
    latest = firm("as_of", period) - limits.days
    return np.minimum.reduce([
        2 - at_least(pair(firm, "registered_on", period), latest + 1), firm("ip_core_low", period),
        firm("listed_field_low", period),
        share_at_least(pair(firm, "technical_staff", period), pair(firm, "employees", period), limits.staff),
        share_at_least(rd, pair(firm, "revenue_sum", period), pair(firm, "rd_needed", period)),
        share_at_least(pair(firm, "rd_domestic_sum", period), rd, limits.domestic),
        share_at_least(pair(firm, "hightech_income_y0", period), pair(firm, "total_income_y0", period),
                       limits.hightech),
        at_least(pair(firm, "hnte_total", period), limits.score + 1), 2 - firm("incident_low", period)])


# Awards

@variable
def award_due(firm, period):
    year = np.datetime64(str(period.start.year), "Y")
    first_day = max((year - 1).astype("datetime64[D]"), np.datetime64("2016-01-01")).astype(np.int64)
    recognised = pair(firm, "hnte_recognised_on", period)
    last_year = np.minimum(at_least(recognised, first_day),
                           2 - at_least(recognised, year.astype("datetime64[D]").astype(np.int64)))
    return np.minimum(last_year, at_least(pair(firm, "hnte_times", period), 1))


@variable
def awards(firm, period, parameters):
    """Fen, -1 where it is open."""
    amounts = parameters(period).awards
    times, due = pair(firm, "hnte_times", period), firm("award_due", period)
    amount = np.where(times[0] == 1, amounts.first_recognition, amounts.repeat_recognition)
    return np.where(due == YES, np.where(times[0] != times[1], -1, amount), np.where(due == NO, 0, -1))


def simulation(facts, count, today):
    """The told facts as variables of the year."""
    told = {}
    for name, (low, high) in facts.items():
        base = "told_" + name if name[:-3] in SERIES else name
        for suffix, values in (("_low", low), ("_high", high)):
            told[base + suffix] = values.astype(np.int64)
    told["as_of"] = np.full(count, np.datetime64(today).astype(np.int64))
    for name in told:
        fact(name)
    system = TaxBenefitSystem([Firm])
    system.add_variables(*variables)
    system.parameters = ParameterNode("", data=PARAMETERS)
    result = SimulationBuilder().build_default_simulation(system, count)
    for name, values in told.items():
        result.set_input(name, today.year, values)
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("firms")
    options.add_argument("answers")
    options.add_argument("--as-of", default="2017-06-30")
    options = options.parse_args()
    today = datetime.date.fromisoformat(options.as_of)
    codes, facts = read(options.firms)
    decided = simulation(facts, len(codes), today)
    start, processor = time.perf_counter(), time.process_time()
    answers = [decided.calculate(name, today.year) for name in ("size", "technology_sme", "hnte", "awards")]
    print(f"openfisca {len(codes)} firms: {time.perf_counter() - start:.4f} s, "
          f"{time.process_time() - processor:.4f} s of CPU")
    write(options.answers, codes, *answers)


if __name__ == "__main__":
    main()
