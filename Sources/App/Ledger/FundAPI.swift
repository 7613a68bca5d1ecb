import Core
import HTTPTypes
import Storage

/// Risk-sharing funds through the API: the budget put in, what is held, claimed, late and lacking.
enum FundAPI {
    static let all: [Route] = [
        .get("/api/v1/funds", .permission(.readLedger)) { ask, connection in
            try ask.checkNames(PageOfItems<Institution>.names)
            let page = try PageOfItems(try FundStore.treasuries(ask.person, connection), ask)
            let items = try page.items.map { treasury in
                JSON.object(
                    members(
                        treasury, try FundStore.standing(of: treasury.id, on: ask.today, connection),
                        ask.today))
            }
            return .json(.members(["items": .array(items), "next": page.nextJSON]))
        }.described(
            RouteDescription(
                id: "funds_list", summary: Sentence(zh: "风险分担资金", en: "Risk-sharing funds"), tag: "funds",
                parameters: RouteDescription.Parameter.pageOfItems,
                answers: [.ok(.schemaPage(.schemaObject(standing)))])),
        .get("/api/v1/funds/:key", .permission(.readLedger)) { ask, connection in
            let treasury = try FundStore.treasury(ask.part("key"), ask.person, connection)
            let standing = try FundStore.standing(of: treasury.id, on: ask.today, connection)
            let years = try FundStore.years(of: treasury.id, connection)
            let more = JSON.Member(name: "years", value: .array(years.map(year)))
            return .json(.object(members(treasury, standing, ask.today) + [more]))
        }.described(
            RouteDescription(
                id: "funds_record",
                summary: Sentence(
                    zh: "一家财政的风险分担资金：预算、余额、待付账龄、缺口、逐年", en: "The fund of a treasury, with its years"),
                tag: "funds",
                parameters: [.path("key", Sentence(zh: "财政部门的机构编号", en: "The treasury's code"))],
                answers: [.ok(.schemaObject(standing + [("years", .schemaList(yearSchema))]))])),
    ]

    private static func members(
        _ treasury: Institution, _ standing: FundStanding, _ today: Day
    ) -> [JSON.Member] {
        let ages = zip(ClaimAge.allCases, standing.open).map { age, amount in
            JSON.Member(name: age.word, value: .money(amount))
        }
        let account = Account(treasury.id, .fund).number
        let late = zip(ClaimAge.allCases, standing.open).filter { $0.0.isLate }.map(\.1).sum()
        return [
            .init(name: "treasury", value: .string(treasury.code)),
            .init(name: "name", value: .string(treasury.name)), .init(name: "on", value: .day(today)),
            .init(name: "account", value: .number(account)),
            .init(name: "budget", value: .money(standing.budget)),
            .init(name: "balance", value: .money(standing.balance)),
            .init(name: "claimed", value: .money(standing.claimed)), .init(name: "late", value: .money(late)),
            .init(name: "shortfall", value: .money(standing.shortfall)),
            .init(name: "open_by_age", value: .object(ages)),
        ]
    }

    private static func year(_ year: FundStore.Year) -> JSON {
        .members([
            "year": .number(Int64(year.year)), "appropriated": .money(year.appropriated),
            "paid": .money(year.paid), "returned": .money(year.returned), "balance": .money(year.balance),
        ])
    }

    private static let standing: [(String, JSON)] = [
        ("treasury", .schema("string")), ("name", .schema("string")), ("on", .schemaDay),
        ("account", .schemaTime), ("budget", .schemaMoney), ("balance", .schemaMoney),
        ("claimed", .schemaMoney), ("late", .schemaMoney), ("shortfall", .schemaMoney),
        ("open_by_age", .schemaObject(ClaimAge.allCases.map { ($0.word, .schemaMoney) })),
    ]

    private static let yearSchema = JSON.schemaObject([
        ("year", .schemaTime), ("appropriated", .schemaMoney), ("paid", .schemaMoney),
        ("returned", .schemaMoney), ("balance", .schemaMoney),
    ])
}
