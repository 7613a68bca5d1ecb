import Core

/// What the description of the API says of policies and decisions.
extension PolicyAPI {
    private static let policyPart = RouteDescription.Parameter.path(
        "policy", Sentence(zh: "政策编号，如 hnte", en: "The policy, such as hnte"))
    private static let on = RouteDescription.Parameter.query(
        "on", Sentence(zh: "所问日期，默认为当日", en: "The day asked about; today unless given"), .schemaDay)

    private static let head = JSON.schemaObject([
        ("id", .schema("string")), ("title", .schemaSentence),
        (
            "documents",
            .schemaList(
                .schemaObject([
                    ("id", .schema("string")), ("number", .schema("string")), ("title", .schemaSentence),
                ]))
        ),
        ("in_force_from", .schemaDay), ("in_force_until", JSON.schemaDay.orNull()),
        ("outcomes", .schemaList(.schemaWords(Policy.Outcome.allCases.map(\.rawValue)))),
    ])

    private static let cites = JSON.schemaList(
        .schemaObject([("document", .schema("string")), ("article", .schema("string"))]))

    static let listDescription = RouteDescription(
        id: "policies", summary: Sentence(zh: "全部政策", en: "All policies"), tag: "policies",
        answers: [.ok(.schemaObject([("policies", .schemaList(head))]))])

    static let recordDescription: RouteDescription = {
        let value = JSON.schemaObject([
            ("from", .schemaDay), ("value", .schema("string")), ("cite", cites),
        ])
        let parameter = JSON.schemaObject([
            ("name", .schema("string")), ("title", .schemaSentence), ("values", .schemaList(value)),
        ])
        let condition = JSON.schemaObject([
            ("id", .schema("string")), ("title", .schemaSentence), ("holds", .schema("string")),
            ("cite", cites),
        ])
        return RouteDescription(
            id: "policies_record",
            summary: Sentence(
                zh: "一项政策：参数、条件、依据与文本", en: "One policy: parameters, conditions, articles, its text"),
            tag: "policies", parameters: [policyPart, on],
            answers: [
                .ok(
                    .schemaObject([
                        ("policy", head), ("parameters", .schemaList(parameter)),
                        ("conditions", .schemaList(condition)), ("text", .schema("string")),
                        ("sha256", .schemaPattern("^[0-9a-f]{64}$")),
                    ]))
            ])
    }()

    /// An answer with its explanation.
    private static let explanation: JSON = {
        let words = JSON.schemaList(.schema("string"))
        let parts = JSON.schemaList(.schema("object"))
        let answer = JSON.schemaWords(["yes", "no", "open"])
        return .schemaObject([
            ("policy", .schema("string")), ("as_of", .schemaDay), ("title", .schemaSentence),
            ("verdict", .members(["enum": .array([.string("yes"), .string("no"), .string("open"), .null])])),
            ("class", JSON.schema("string").orNull()),
            ("classes", .members(["anyOf": .array([words, .schema("null")])])),
            ("score_low", JSON.schema("number").orNull()), ("score_high", JSON.schema("number").orNull()),
            ("amount_yuan", JSON.schema("string").orNull()),
            ("amount_low_yuan", JSON.schema("string").orNull()),
            ("amount_high_yuan", JSON.schema("string").orNull()),
            ("failed", words), ("open", words), ("waits_for", words), ("divided_by_zero", words),
            ("left_to_judgement", .schema("boolean")),
            (
                "conditions",
                .schemaList(
                    .schemaObject([
                        ("id", .schema("string")), ("title", .schemaSentence), ("holds", answer),
                        ("cite", .schemaList(.schema("object"))), ("tree", .schema("object")),
                    ]))
            ),
            ("definitions", parts), ("parameters", parts), ("facts", parts),
        ])
    }()

    static let decideDescription = RouteDescription(
        id: "policies_decide",
        summary: Sentence(
            zh: "用所给事实判定一家企业并说明理由；不保存任何内容",
            en: "Decide by the facts sent and say why; nothing is stored"),
        tag: "policies", parameters: [policyPart],
        body: .schemaObject(
            [
                (
                    "facts",
                    JSON.schema("object").described(
                        Sentence(
                            zh: "按 facts.yaml 的名称；未知的不写。",
                            en: "By the names of facts.yaml; leave out what is unknown."))
                ), ("as_of", .schemaDay),
            ], optional: ["facts", "as_of"], isClosed: true),
        answers: [.ok(explanation)])

    static let firmDescription = RouteDescription(
        id: "enterprises_policy",
        summary: Sentence(
            zh: "用名录中的事实判定一家企业；每次读取都会留下企业可见的记录",
            en: "Decide a firm by what the register knows; each reading leaves a record that the firm sees"),
        tag: "policies",
        parameters: [
            .path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code")), policyPart, on,
        ],
        answers: [.ok(explanation)])
}
