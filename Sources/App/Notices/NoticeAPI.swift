import Core
import HTTPTypes
import Storage

/// Notices through the API: listed, read, marked as read.
enum NoticeAPI {
    static let all: [Route] = [ListAPI.route(list), mark]

    private static let list = RecordList(
        name: "notices", title: Sentence(zh: "本机构收到的通知", en: "What my organisation was told"),
        access: .permission(.readBook),
        columns: [
            .init("notice", Sentence(zh: "通知号", en: "Notice"), "n.id", .count),
            .init("kind", Sentence(zh: "种类", en: "Kind"), "n.kind"),
            .init("subject", Sentence(zh: "所涉记录", en: "The record that it is about"), "n.subject"),
            .init("zh", Sentence(zh: "中文", en: "In Chinese"), "n.zh"),
            .init("en", Sentence(zh: "英文", en: "In English"), "n.en"),
            .init("created_at", Sentence(zh: "时间", en: "At"), "n.created_at", .time),
            .init("read_at", Sentence(zh: "已读时间", en: "Read at"), "n.read_at", .time),
        ],
        filters: [
            .choice(
                "state", Sentence(zh: "状态", en: "State"),
                conditions: [
                    (.init(value: "unread", title: Sentence(zh: "未读", en: "unread")), "n.read_at IS NULL"),
                    (.init(value: "read", title: Sentence(zh: "已读", en: "read")), "n.read_at IS NOT NULL"),
                ])
        ],
        tables: "notice n", key: "n.id",
        sight: { visitor in
            visitor.may(.readBook)
                ? SQL("n.organisation_id = ?", [.int(visitor.organisation.id)]) : "1 = 0"
        },
        empty: Sentence(zh: "没有通知。", en: "No notices."))

    static let source = RecordAPI.Source(
        collection: "notices", title: Sentence(zh: "一条通知", en: "One notice"),
        access: .permission(.readBook), schema: schema
    ) { key, visitor, _, connection in
        let notice = try NoticeStore.load(key, visitor, connection)
        return (json(notice), version(notice))
    }

    private static func json(_ notice: NoticeStore.Stored) -> JSON {
        .members([
            "notice": .number(notice.id), "kind": (notice.kind?.rawValue).map(JSON.string) ?? .null,
            "subject": .string(notice.subject), "sentence": .text(notice.text),
            "created_at": .number(notice.createdAt), "read_at": notice.readAt.map(JSON.number) ?? .null,
        ])
    }

    /// It changes once: when it is read.
    private static func version(_ notice: NoticeStore.Stored) -> Int64 { notice.readAt == nil ? 1 : 2 }

    private static let schema = JSON.schemaObject([
        ("notice", .schemaTime), ("kind", JSON.schema("string").orNull()), ("subject", .schema("string")),
        ("sentence", .schemaSentence), ("created_at", .schemaTime), ("read_at", JSON.schemaTime.orNull()),
    ])

    private static let mark = Route.post("/api/v1/notices/:key/read", .anyOf([.enter, .approve])) { ask in
        let notice = try await ask.write("notice.read") { writing in
            let notice = try NoticeStore.load(ask.part("key"), ask.person, writing.connection)
            try NoticeStore.read(.one(notice.id), by: ask.person, writing)
            return try NoticeStore.load(ask.part("key"), ask.person, writing.connection)
        }
        return .json(json(notice)).tagged(version(notice))
    }.described(
        RouteDescription(
            id: "notice_read", summary: Sentence(zh: "标为已读", en: "Mark as read"), tag: "notices",
            parameters: [.path("key", RecordAPI.keyText)], answers: [.ok(schema, headers: ["ETag"])]))
}
