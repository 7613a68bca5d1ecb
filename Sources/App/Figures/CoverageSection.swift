import Core

/// Which cities and counties have a guarantor of their own, as the register has it today.
extension FiguresSections {
    func coverage(_ coverage: Coverage) -> HTML {
        let rows = coverage.cities.map { city in
            let covered = city.counties.filter(\.isCovered)
            let missing = city.counties.filter { !$0.isCovered }.map { name($0.division) }
            return Tables.row([
                Tables.title(name(city.place.division)), Tables.cell(names(city.place.guarantors)),
                Tables.number("\(covered.count) / \(city.counties.count)"),
                Tables.cell(missing.joined(separator: t("、", ", "))),
            ])
        }
        let sentence = t(
            """
            自治区本级 \(coverage.region.count) 家；\(coverage.cities.count) 个市中 \(coverage.coveredCities) \
            个、\(coverage.countyCount) 个县（市、区）中 \(coverage.coveredCounties) 个有本级担保机构。
            """,
            """
            Guarantors of the region: \(coverage.region.count). With one of their own: \
            \(coverage.coveredCities) of \(coverage.cities.count) cities, \(coverage.coveredCounties) of \
            \(coverage.countyCount) counties.
            """)
        let heads: [Tables.Head] = [
            .init(t("市", "City")), .init(t("市级担保机构", "Guarantors of the city")),
            .number(t("已覆盖县", "Counties covered")), .init(t("尚无担保机构的县", "Counties without one")),
        ]
        return """
            <section class="whole"><h2>\(t("三级覆盖（按现行名录）", "Coverage, by the register of today"))</h2>
            <p>\(sentence)</p>
            <details><summary>\(t("各市情况", "City by city"))</summary>\(
                Tables.wide(t("三级覆盖", "Coverage"), heads, rows))</details></section>
            """
    }

    private func name(_ division: Division) -> String { t(division.name, division.englishName) }

    private func names(_ guarantors: [Institution]) -> String {
        guarantors.map(\.name).joined(separator: t("、", ", "))
    }
}
