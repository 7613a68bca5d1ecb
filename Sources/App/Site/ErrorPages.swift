import Core
import HTTPTypes
import Storage

/// The one place where errors become answers: pages for people, problem details (RFC 9457) for machines.
enum ErrorPages {
    static func answer(_ error: any Error, _ ask: Ask) -> Answer {
        let (status, refusal) = classify(error)
        if case RequestRefusal.mustSignIn = refusal, !ask.isAPI, ask.method == .get {
            return .redirect(to: "/sign-in" + Query().setting("back", ask.path + ask.query.text).text)
        }
        if case RequestRefusal.mustChangePassword = refusal, !ask.isAPI { return .redirect(to: "/account") }
        var answer = ask.isAPI ? problem(status, refusal) : page(status, refusal, ask)
        if status == .internalServerError { answer.fault = Fault.name(of: error) }
        if status == .serviceUnavailable { answer.headers[.retryAfter] = "2" }
        return answer
    }

    /// A refusal of the domain is 422, a request that is wrong says itself what it is, all else is our fault.
    private static func classify(_ error: any Error) -> (HTTPResponse.Status, any Refusal) {
        switch error {
        case let refusal as RequestRefusal: (refusal.status, refusal)
        case let refusal as NotFound: (.notFound, refusal)
        case let refusal as PolicyRefusal: (refusal.isUnknown ? .notFound : .unprocessableContent, refusal)
        case AccessRefusal.wrongSignIn, AccessRefusal.locked:
            (.unauthorized, error as? AccessRefusal ?? .wrongSignIn)
        case let refusal as any Refusal: (.unprocessableContent, refusal)
        case StorageError.queueFull, StorageError.closed: (.serviceUnavailable, RequestRefusal.busy)
        default: (.internalServerError, OwnFault.failed)
        }
    }

    private static func problem(_ status: HTTPResponse.Status, _ refusal: any Refusal) -> Answer {
        let fields = (refusal as? FormRefusal)?.problems.map { problem in
            JSON.members(["field": .string(problem.field), "sentence": .text(problem.sentence)])
        }
        let body = JSON.members([
            "type": .string("urn:cassia:\(refusal.code)"), "title": .string(refusal.sentence.en),
            "status": .number(Int64(status.code)), "detail": .string(refusal.sentence.zh),
            "code": .string(refusal.code), "sentence": .text(refusal.sentence),
            "problems": fields.map(JSON.array),
        ])
        var answer = Answer.json(body, status: status)
            .setting(.contentType, "application/problem+json; charset=utf-8")
        if status == .unauthorized { answer.headers[.wwwAuthenticate] = "Bearer" }
        return answer
    }

    private static func page(_ status: HTTPResponse.Status, _ refusal: any Refusal, _ ask: Ask) -> Answer {
        let t = ask.language
        let title =
            switch status {
            case .notFound: t("没有找到", "Not found")
            case .forbidden: t("无权进行", "Not allowed")
            case .internalServerError: t("系统出错", "Something went wrong")
            default: t("无法完成", "This can't be done")
            }
        return Page(ask: ask, title: title, status: status).answer(
            """
            <p class="problem" role="alert">\(t(refusal.sentence))</p>
            <p><a href="/">\(t("回到首页", "To the home page"))</a></p>
            """)
    }
}

/// What went wrong on our side; the log knows more.
enum OwnFault: Refusal {
    case failed

    var code: String { "internal_error" }

    var sentence: Sentence {
        Sentence(
            zh: "系统内部出错，未保存的内容没有写入；请稍后重试，仍不行请联系运维。",
            en:
                """
                Something failed on our side and nothing was changed; try again, and tell the operator if it \
                stays.
                """
        )
    }
}
