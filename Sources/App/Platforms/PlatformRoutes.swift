import Core
import HTTPTypes
import Storage

/// The addresses of support platforms: one of the register, the visitor's own, and both for machines.
enum PlatformRoutes {
    static let all: [Route] = [
        .get("/platforms/:platform", .permission(.readBook)) { ask, connection in
            let platform = try SupportPlatform.find(ask.part("platform"), for: ask.person, connection)
            return try PlatformPages.page(ask, platform, connection)
        },
        .get("/hosted", .permission(.readBook)) { ask, connection in
            try PlatformPages.page(ask, try SupportPlatform.own(ask.person, connection), connection)
        },
        Route.get("/api/v1/platforms/:platform", .permission(.readBook)) { ask, connection in
            let platform = try SupportPlatform.find(ask.part("platform"), for: ask.person, connection)
            return try json(ask, platform, connection)
        }.described(description),
    ]

    private static func json(
        _ ask: Ask, _ platform: SupportPlatform, _ connection: Connection
    ) throws -> Answer {
        let shelf = ask.site.policies
        guard let after = Int64(ask.query["after"] ?? "0"), after >= 0 else {
            let sentence = Sentence(
                zh: "“after”应为上一次回答中的 next。", en: "'after' is what an answer gave as 'next'.")
            throw FormRefusal(problems: [.init(field: "after", sentence: sentence)])
        }
        let sums = try HostedSums.read(platform, on: ask.today, shelf, connection)
        let firms = try platform.firms(
            on: ask.today, after: after, limit: PlatformPages.rows + 1, connection)
        let shown = try firms.prefix(Int(PlatformPages.rows)).map {
            try HostedProgress.read($0, of: platform, on: ask.today, shelf, connection)
        }
        let next = firms.count > shown.count ? shown.last?.firm.number : nil
        return .json(
            .members([
                "name": .string(platform.name), "kind": (platform.kind?.rawValue).map(JSON.string) ?? .null,
                "division": .string(platform.division), "day": .day(ask.today),
                "firms": .number(Int64(sums.firms)), "recognised": .number(Int64(sums.recognised)),
                "awarded": .number(Int64(sums.awarded)), "award": .money(sums.award),
                "items": .array(shown.map(item)), "next": next.map(JSON.number) ?? .null,
            ]))
    }

    private static func item(_ progress: HostedProgress) -> JSON {
        .members([
            "credit_code": .string(progress.firm.creditCode), "name": .string(progress.firm.name),
            "hosted_since": .day(progress.firm.from), "recognised_on": .day(progress.recognisedOn),
            "recognised_until": .day(progress.recognisedUntil),
            "award": progress.award.map(JSON.money) ?? .null,
            "policies": .array(
                progress.standings.map { standing in
                    let policy = standing.explanation.program.policy
                    let decision = standing.explanation.decision
                    return .members([
                        "policy": .string(policy.id), "verdict": .string(standing.answer.rawValue),
                        "failed": .array(decision.failed.map { .string(policy.conditions[$0].id) }),
                        "waits_for": .array(
                            decision.waits.facts.map { .string(policy.facts.facts[$0].name) }),
                    ])
                }),
        ])
    }

    private static let description: RouteDescription = {
        let words = JSON.schemaList(.schema("string"))
        let standing = JSON.schemaObject([
            ("policy", .schema("string")), ("verdict", .schemaWords(["yes", "no", "open"])),
            ("failed", words), ("waits_for", words),
        ])
        let item = JSON.schemaObject([
            ("credit_code", .schema("string")), ("name", .schema("string")),
            ("hosted_since", .schemaDay), ("recognised_on", JSON.schemaDay.orNull()),
            ("recognised_until", JSON.schemaDay.orNull()), ("award", JSON.schemaMoney.orNull()),
            ("policies", .schemaList(standing)),
        ])
        let count = JSON.schema("integer")
        return RouteDescription(
            id: "platforms_record",
            summary: Sentence(
                zh: "一个支撑平台：在驻企业的进展与平台应得奖励",
                en: "One support platform: how far its firms are, and the awards that they earn it"),
            tag: "platforms",
            parameters: [
                .path("platform", Sentence(zh: "平台名称", en: "The platform's name"), .schemaText(most: 100)),
                .query(
                    "after", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
                    .schema("integer", ["minimum": .number(0), "maximum": .number(1 << 53)])),
            ],
            answers: [
                .ok(
                    .schemaObject([
                        ("name", .schema("string")), ("kind", JSON.schema("string").orNull()),
                        ("division", .schema("string")), ("day", .schemaDay), ("firms", count),
                        ("recognised", count), ("awarded", count), ("award", .schemaMoney),
                        ("items", .schemaList(item)), ("next", JSON.schemaTime.orNull()),
                    ]))
            ])
    }()
}
