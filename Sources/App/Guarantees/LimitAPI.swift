import Core
import HTTPTypes
import Storage

/// How much of each ceiling of law a guarantor uses, through the API.
enum LimitAPI {
    static let all: [Route] = [
        .get("/api/v1/limits/:key", .permission(.readFigures)) { ask, connection in
            let all = try LimitRoutes.guarantors(ask.person, connection)
            let guarantor = try LimitRoutes.find(ask.part("key"), among: all)
            let use = try LimitsStore.use(of: guarantor.id, on: ask.today, connection)
            return .json(json(guarantor, use, ask.today))
        }.described(
            RouteDescription(
                id: "limits_record",
                summary: Sentence(zh: "一家担保机构各项上限的使用情况", en: "How much of its ceilings a guarantor uses"),
                tag: "limits",
                parameters: [.path("key", Sentence(zh: "担保机构编号", en: "The guarantor's code"))],
                answers: [.ok(schema)]))
    ]

    private static func json(_ guarantor: Institution, _ use: LimitsStore.Use, _ today: Day) -> JSON {
        let exposure = use.exposure
        return .members([
            "guarantor": .string(guarantor.code), "on": .day(today),
            "net_assets": use.hasNetAssets ? .money(exposure.netAssets) : .null,
            "liability": .money(exposure.liability), "small_liability": .money(exposure.smallLiability),
            "customers": .number(exposure.customers), "small_customers": .number(exposure.smallCustomers),
            "leverage_ceiling": .number(exposure.leverageCeiling),
            "ceilings": .array([
                ceiling("leverage", exposure.liability, exposure.ceiling),
                ceiling("borrower", exposure.borrowerLiability, exposure.borrowerCeiling),
                ceiling("related_parties", exposure.relatedLiability, exposure.relatedCeiling),
            ]),
            "biggest": .array(use.biggest.map(customer)), "biggest_liability": .money(use.ofTen),
            "biggest_group": use.biggestGroup.map(group) ?? .null,
        ])
    }

    private static func ceiling(_ name: String, _ used: Fen, _ ceiling: Fen) -> JSON {
        .members([
            "name": .string(name), "used": .money(used), "ceiling": .money(ceiling),
            "headroom": .money(ceiling - used),
        ])
    }

    private static func customer(_ customer: LimitsStore.Customer) -> JSON {
        .members([
            "enterprise_code": .string(customer.code), "enterprise_name": .string(customer.name),
            "outstanding": .money(customer.outstanding), "liability": .money(customer.liability),
        ])
    }

    private static func group(_ customer: LimitsStore.Customer) -> JSON {
        .members([
            "enterprise_code": .string(customer.code), "enterprise_name": .string(customer.name),
            "related": .number(Int64(customer.related)), "liability": .money(customer.relatedLiability),
        ])
    }

    private static let schema = JSON.schemaObject([
        ("guarantor", .schema("string")), ("on", .schemaDay), ("net_assets", JSON.schemaMoney.orNull()),
        ("liability", .schemaMoney), ("small_liability", .schemaMoney), ("customers", .schemaTime),
        ("small_customers", .schemaTime), ("leverage_ceiling", .schemaTime),
        (
            "ceilings",
            .schemaList(
                .schemaObject([
                    ("name", .schemaWords(["leverage", "borrower", "related_parties"])),
                    ("used", .schemaMoney), ("ceiling", .schemaMoney), ("headroom", .schemaMoney),
                ]))
        ),
        ("biggest", .schemaList(.schemaObject(firm + [("outstanding", .schemaMoney)]))),
        ("biggest_liability", .schemaMoney),
        ("biggest_group", JSON.schemaObject(firm + [("related", .schemaTime)]).orNull()),
    ])

    private static let firm: [(String, JSON)] = [
        ("enterprise_code", .schema("string")), ("enterprise_name", .schema("string")),
        ("liability", .schemaMoney),
    ]
}
