import Core
import HTTPTypes
import Storage

/// Who stands at the door, and whether they may come in.
enum Door {
    /// Finds the visitor by the token or the session that came with the request.
    static func find(_ ask: Ask, _ connection: Connection) throws -> Ask {
        var ask = ask
        if ask.takesToken {
            guard let header = ask.headers[.authorization] else { return ask }
            guard header.lowercased().hasPrefix("bearer ") else { throw RequestRefusal.wrongToken }
            let token = header.dropFirst("bearer ".count).trimmingSpaces()
            ask.visitor = try TokenStore.visitor(token, at: ask.now, connection)
            guard ask.visitor != nil else { throw RequestRefusal.wrongToken }
        } else if let secret = SessionCookie.secret(in: ask) {
            ask.visitor = try SessionStore.visitor(secret, at: ask.now, connection)
        }
        ask.visitor?.today = ask.today
        return ask
    }

    /// What can be done with a password that has to be changed first.
    private static let open = ["/account", "/sign-out"]

    /// Lets the visitor through or says why not.
    static func check(_ ask: Ask, _ route: Route) throws {
        guard route.access.admits(ask.visitor) else {
            throw ask.visitor == nil ? RequestRefusal.mustSignIn : RequestRefusal.forbidden
        }
        if let visitor = ask.visitor, visitor.mustChangePassword, route.access != .everyone,
            !open.contains(where: route.path.hasPrefix)
        {
            throw RequestRefusal.mustChangePassword
        }
        guard route.method != .get, !ask.isAPI else { return }
        guard isFromThisSite(ask) else { throw RequestRefusal.formExpired }
        guard let visitor = ask.visitor, route.access != .everyone else { return }
        guard areEqual(Array(ask.form["form_word"].utf8), Array(visitor.formWord.utf8)) else {
            throw RequestRefusal.formExpired
        }
    }

    /// Every browser says where a form comes from; one that does not is none.
    private static func isFromThisSite(_ ask: Ask) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = ask.headers[name] {
            return site == "same-origin"
        }
        guard let origin = ask.headers[.origin], !ask.host.isEmpty else { return false }
        return origin == "http://\(ask.host)" || origin == "https://\(ask.host)"
    }
}

/// The cookie of a session.
enum SessionCookie {
    private static let name = "cassia_session"
    /// Browsers take this name over HTTPS only, and only from this very host.
    private static let secureName = "__Host-cassia_session"

    static func secret(in ask: Ask) -> Secret? {
        Cookies.value(of: ask.site.settings.isSecure ? secureName : name, in: ask.headers).flatMap {
            Secret($0)
        }
    }

    static func set(_ secret: Secret, isSecure: Bool) -> String {
        text(secret.text, "", isSecure: isSecure)
    }

    static func clear(isSecure: Bool) -> String {
        text("", "; Max-Age=0", isSecure: isSecure)
    }
}

extension SessionCookie {
    private static func text(_ value: String, _ life: String, isSecure: Bool) -> String {
        let (name, secure) = isSecure ? (secureName, "; Secure") : (name, "")
        return "\(name)=\(value); Path=/\(life); HttpOnly; SameSite=Lax\(secure)"
    }
}

enum Cookies {
    static func value(of name: String, in headers: HTTPFields) -> String? {
        for field in headers where field.name == .cookie {
            for piece in field.value.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = piece.drop(while: isSpace)
                guard pair.starts(with: name.utf8) else { continue }
                let rest = pair.dropFirst(name.utf8.count)
                guard rest.first == UInt8(ascii: "="), rest.count > 1 else { continue }
                return String(Substring(rest.dropFirst())).trimmingSpaces()
            }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}

/// The language of a visitor: what they chose, else Chinese.
enum LanguageChoice {
    static let cookie = "cassia_language"

    static func language(of headers: HTTPFields) -> Language {
        Cookies.value(of: cookie, in: headers).flatMap(Language.init(rawValue:)) ?? .chinese
    }

    static func set(_ language: Language) -> String {
        "\(cookie)=\(language.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
    }
}

/// What browsers are told with every answer: nothing is loaded from elsewhere, framed, or guessed.
enum SecurityHeaders {
    private static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """

    static func add(to answer: inout Answer, isSecure: Bool) {
        answer.headers.reserveCapacity(answer.headers.count + all.count + 4)
        for field in all where !answer.headers.contains(field.name) { answer.headers.append(field) }
        if isSecure { answer.headers[.strictTransportSecurity] = "max-age=31536000" }
    }

    private static let all: [HTTPField] = {
        var all = [
            HTTPField(name: .contentSecurityPolicy, value: policy),
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        ]
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ] {
            if let name = HTTPField.Name(name) { all.append(HTTPField(name: name, value: value)) }
        }
        return all
    }()
}
