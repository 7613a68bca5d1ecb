import Core
import HTTPTypes
import Storage

/// One address of the site: who may use it, and what it answers.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// Such as `/guarantees/:number`; parts that begin with a colon are handed to the answer.
    let path: String
    let access: Access
    let work: Work
    /// The largest body that it takes.
    var bodyLimit = Route.formLimit
    /// For the description of the API; nil for pages.
    var description: RouteDescription?

    /// The same with what the description of the API says of it.
    func described(_ description: RouteDescription) -> Route {
        var copy = self
        copy.description = description
        return copy
    }

    /// Forms without files.
    static let formLimit = 256 * 1024

    enum Access: Sendable, Equatable {
        /// For everyone, signed in or not.
        case everyone
        case signedIn
        /// For those with one of these permissions; what they see depends on their organisation too.
        case anyOf(Set<Permission>)

        static func permission(_ permission: Permission) -> Access { .anyOf([permission]) }

        func admits(_ visitor: Visitor?) -> Bool {
            switch self {
            case .everyone: true
            case .signedIn: visitor != nil
            case .anyOf(let permissions):
                visitor.map { !$0.permissions.isDisjoint(with: permissions) } ?? false
            }
        }
    }

    enum Work: Sendable {
        /// Looks only: runs on a reader, on the snapshot in which the visitor was found.
        case reading(@Sendable (Ask, Connection) throws -> Answer)
        /// Changes something, or takes long.
        case acting(@Sendable (Ask) async throws -> Answer)
    }

    /// Whether its work may keep a thread for long: what is worked out for a page beside the readers, what is
    /// made of a large body, and forms, some of which come with a password to be hashed.
    var isLong: Bool {
        guard case .acting = work else { return false }
        return method == .get || bodyLimit > Route.formLimit || !path.hasPrefix("/api/")
    }

    static func get(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (Ask, Connection) throws -> Answer
    ) -> Route {
        Route(method: .get, path: path, access: access, work: .reading(answer))
    }

    static func post(
        _ path: String, _ access: Access, limit: Int = Route.formLimit,
        _ answer: @escaping @Sendable (Ask) async throws -> Answer
    ) -> Route {
        Route(method: .post, path: path, access: access, work: .acting(answer), bodyLimit: limit)
    }
}

/// A request that is wrong in itself; the domain's own refusals are `Refusal`s.
enum RequestRefusal: Refusal {
    case badRequest, forbidden, notFound, formExpired, changedMeanwhile, tooLarge(Int), mustSignIn, wrongToken
    case busy, unsupported, wrongMethod, tooSlow, mustChangePassword, needsVersion, needsKey

    var code: String {
        switch self {
        case .badRequest: "bad_request"
        case .forbidden: "forbidden"
        case .notFound: "page_not_found"
        case .formExpired: "form_expired"
        case .changedMeanwhile: "changed_meanwhile"
        case .tooLarge: "too_large"
        case .mustSignIn: "sign_in_needed"
        case .wrongToken: "token_wrong"
        case .busy: "busy"
        case .unsupported: "unsupported_media_type"
        case .mustChangePassword: "password_change_needed"
        case .wrongMethod: "method_not_allowed"
        case .tooSlow: "too_slow"
        case .needsVersion: "if_match_needed"
        case .needsKey: "idempotency_key_needed"
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .forbidden, .formExpired, .mustChangePassword: .forbidden
        case .needsVersion: .preconditionRequired
        case .needsKey: .badRequest
        case .wrongMethod: .methodNotAllowed
        case .tooSlow: .requestTimeout
        case .notFound: .notFound
        case .changedMeanwhile: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .mustSignIn, .wrongToken: .unauthorized
        case .busy: .serviceUnavailable
        case .unsupported: .unsupportedMediaType
        }
    }

    var sentence: Sentence {
        switch self {
        case .badRequest:
            Sentence(zh: "无法理解这个请求；请返回上一页重试。", en: "The request can't be understood; go back and try again.")
        case .forbidden:
            Sentence(
                zh: "您的角色无权进行这项操作；如需开通，请联系本机构管理员。",
                en: "Your role does not allow this; ask your organisation's administrator if you need it.")
        case .notFound:
            Sentence(
                zh: "没有这个页面，或它与您的机构无关。",
                en: "There is no such page, or it does not concern your organisation.")
        case .formExpired:
            Sentence(
                zh: "表单已过期或不是从本站提交的；请返回重新打开表单，填写的内容仍在。",
                en: """
                    The form has expired or did not come from this site; go back and open it again, what you \
                    entered is still there.
                    """)
        case .changedMeanwhile:
            Sentence(
                zh: "在您填写期间，这条记录已被他人改动；请查看最新内容后再提交。",
                en: "Someone has changed this record meanwhile; look at it as it is now, then submit again.")
        case .tooLarge(let bytes):
            Sentence(
                zh: "内容过大，上限为 \(bytes / 1024) KB。", en: "That is too large; the limit is \(bytes / 1024) KB.")
        case .mustSignIn:
            Sentence(zh: "请先登录。", en: "Please sign in first.")
        case .wrongToken:
            Sentence(
                zh: "令牌无效、已过期或已撤销；请在请求头中写 Authorization: Bearer 令牌。",
                en: "The token is wrong, expired or revoked; send the header Authorization: Bearer TOKEN.")
        case .mustChangePassword:
            Sentence(zh: "请先设置自己的密码。", en: "Set a password of your own first.")
        case .needsVersion:
            Sentence(
                zh: "请先打开记录，看过最新内容再办理；接口在请求头 If-Match 中写明所见记录的 ETag。",
                en: "Open the record and see it as it is first; a machine sends its ETag in If-Match.")
        case .needsKey:
            Sentence(
                zh: "请在请求头 Idempotency-Key 中写一个不重复的编号（8 至 64 个字母、数字、点、横线或下划线）。",
                en: """
                    Send a key of your own in the header Idempotency-Key: 8 to 64 letters, digits, dots, \
                    hyphens \
                    or underscores.
                    """)
        case .wrongMethod:
            Sentence(
                zh: "这个地址不支持这种请求方法；可用的方法见 Allow。",
                en: "This address does not take that method; the header Allow names those that it does.")
        case .tooSlow:
            Sentence(
                zh: "请求传输过慢；请检查网络后重试。", en: "The request came too slowly; check the network and try again.")
        case .busy:
            Sentence(zh: "系统繁忙，请稍后再试。", en: "The system is busy; try again in a moment.")
        case .unsupported:
            Sentence(
                zh: "不支持这种内容类型；请发送表单或 JSON。",
                en: "That media type is not supported; send a form or JSON.")
        }
    }
}
