import Core

/// What the figures and the forms answer, as JSON Schema.
enum SupervisionSchemas {
    // MARK: Figures

    static let overview = JSON.schemaObject([
        ("as_of", .schemaDay), ("total", figures(isCity: false)),
        (
            "cities",
            .schemaList(
                .schemaObject([
                    ("division", .schema("string")), ("name", .schemaSentence),
                    ("figures", figures(isCity: true)),
                ]))
        ),
        (
            "guarantors",
            .schemaList(
                .schemaObject([
                    ("code", .schema("string")), ("name", .schema("string")), ("ceiling", .schemaTime),
                    ("figures", figures(isCity: false)),
                ]))
        ),
        (
            "months",
            .schemaList(
                .schemaObject([
                    ("month", .schemaPattern("^[0-9]{4}-[0-9]{2}$")), ("compensated", .schemaMoney),
                    ("recovered", .schemaMoney), ("outstanding", .schemaMoney),
                ]))
        ),
        ("standings", .schemaObject(GuaranteeStanding.allCases.map { ($0.rawValue, .schemaTime) })),
        (
            "claims",
            .schemaList(
                .schemaObject([
                    ("debtor", party), ("creditor", party),
                    ("age", .schemaWords(ClaimAge.allCases.map(\.word))), ("open", .schemaMoney),
                ]))
        ),
    ])

    private static let party = JSON.schemaWords(Party.allCases.map(\.kind.rawValue))

    /// A part of a whole, or how many times it is in it; below zero where what is divided is.
    private static let rate = JSON.schemaPattern("^-?[0-9]+([.][0-9]+)?%?$").orNull()

    private static func figures(isCity: Bool) -> JSON {
        let sums = FiguresMeasure.all.compactMap { measure -> (String, JSON)? in
            switch measure {
            case .standing, .contracted: nil
            case .liability where isCity: nil
            default: (measure.word, measure.isCount ? .schemaTime : .schemaMoney)
            }
        }
        let rates = [
            "leverage", "compensation_rate", "recovery_rate", "loss_rate", "average_fee_rate",
            "small_firm_share_by_amount", "small_firm_share_by_number",
        ]
        return .schemaObject(
            sums + [("net_assets", JSON.schemaMoney.orNull())] + rates.map { ($0, rate) })
    }

    /// Amounts are yuan, numbers of guarantees are numbers.
    private static let value = JSON.members([
        "anyOf": .array([.schemaMoney, .schemaTime])
    ])

    static let records = JSON.schemaObject([
        ("figure", .schemaWords(FiguresMeasure.all.map(\.word))), ("from", JSON.schemaDay.orNull()),
        ("as_of", .schemaDay), ("count", .schemaTime), ("sum", value),
        (
            "items",
            .schemaList(
                .schemaObject(
                    [
                        ("guarantee_no", .schema("string")), ("enterprise_name", .schema("string")),
                        ("amount", value), ("fee_rate", rate),
                    ], optional: ["fee_rate"]))
        ), ("next", JSON.schema("string").orNull()),
    ])

    // MARK: Forms

    static func form(isYearly: Bool) -> JSON {
        .schemaObject([
            ("guarantor", .schema("string")), ("name", .schema("string")),
            isYearly ? ("year", .schemaTime) : ("month", .schemaPattern("^[0-9]{4}-[0-9]{2}$")),
            ("checked_by", .schema("string")), ("telephone", .schema("string")),
            ("rows", .schemaList(row)),
            (
                "findings",
                .schemaList(
                    .schemaObject([
                        ("code", .schema("string")), ("row", .schema("string")),
                        ("sentence", .schemaSentence),
                    ]))
            ),
        ])
    }

    /// A heading has a number and a name only. Amounts are strings of 10,000 yuan.
    private static let row: JSON = {
        let cell = JSON.members(["type": .array([.string("string"), .string("integer"), .string("null")])])
        let columns = MonthlyFormColumn.allCases.map { ($0.word, cell) }
        return .schemaObject(
            [
                ("number", .schema("string")), ("name", .schemaSentence), ("unit", .schema("string")),
                ("flow", .schema("boolean")),
            ] + columns, optional: Set(["unit", "flow"] + columns.map(\.0)))
    }()
}
