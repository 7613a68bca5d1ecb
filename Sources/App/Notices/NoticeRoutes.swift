import Core
import HTTPTypes
import Storage

/// The addresses of notices: what one's organisation was told.
enum NoticeRoutes {
    static let all: [Route] = [
        .get("/notices", .permission(.readBook)) { ask, connection in
            let notices = try NoticeStore.all(
                of: ask.person.organisation.id, before: ask.query["before"].flatMap { Int64($0) },
                connection)
            return NoticePages.list(ask, notices)
        },
        .post("/notices/read", .anyOf([.enter, .approve])) { ask in
            guard let number = Int64(ask.form["up_to"]) else { throw RequestRefusal.badRequest }
            try await ask.write("notice.read") { try NoticeStore.read(.upTo(number), by: ask.person, $0) }
            return .redirect(to: "/notices")
        },
        .post("/notices/:id/read", .anyOf([.enter, .approve])) { ask in
            guard let number = Int64(ask.part("id")) else { throw RequestRefusal.notFound }
            try await ask.write("notice.read") { try NoticeStore.read(.one(number), by: ask.person, $0) }
            return .redirect(to: "/notices")
        },
    ]
}
