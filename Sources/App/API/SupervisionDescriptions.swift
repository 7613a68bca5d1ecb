import Core

/// What the description of the API says of the figures and the forms.
enum SupervisionDescriptions {
    private static let day = RouteDescription.Parameter.query(
        "as_of", Sentence(zh: "截至哪一天；不写为业务日", en: "As of which day; today where none is given"), .schemaDay)
    private static let guarantor = RouteDescription.Parameter.query(
        "guarantor", Sentence(zh: "担保机构编号", en: "The code of a guarantor"), .schemaText(most: 64))

    static let figures = RouteDescription(
        id: "figures", summary: Sentence(zh: "某一天的监管指标", en: "The figures of a day"), tag: "figures",
        parameters: [day], answers: [.ok(SupervisionSchemas.overview)])

    static let records = RouteDescription(
        id: "figures_records",
        summary: Sentence(zh: "一个指标由哪些记录构成", en: "The records that make up a figure"), tag: "figures",
        parameters: [
            day, guarantor,
            .query("figure", Sentence(zh: "指标", en: "Which figure"), .schemaText(most: 64)),
            .query(
                "month", Sentence(zh: "月份，例如 2017-06", en: "A month such as 2017-06"), .schemaText(most: 7)),
            .query("city", Sentence(zh: "城市的行政区划代码", en: "The code of a city"), .schemaText(most: 6)),
            .query(
                "after", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
                .schemaText(most: 40)),
        ], answers: [.ok(SupervisionSchemas.records)])

    static func form(isYearly: Bool) -> RouteDescription {
        let time =
            isYearly
            ? RouteDescription.Parameter.query(
                "year", Sentence(zh: "年份，例如 2016", en: "A year such as 2016"), .schemaPattern("^[0-9]{4}$"))
            : RouteDescription.Parameter.query(
                "month", Sentence(zh: "月份，例如 2017-06", en: "A month such as 2017-06"),
                .schemaPattern("^[0-9]{4}-[0-9]{2}$"))
        return RouteDescription(
            id: isYearly ? "reports_yearly" : "reports_monthly",
            summary: isYearly
                ? Sentence(zh: "担保机构年报表", en: "The yearly form of a guarantor")
                : Sentence(zh: "担保机构月报表", en: "The monthly form of a guarantor"),
            tag: "reports", parameters: [guarantor, time],
            answers: [.ok(SupervisionSchemas.form(isYearly: isYearly))])
    }
}
