import Core
import HTTPTypes
import Storage

/// What everyone may ask for: assets, the language, whether the server lives.
enum PublicRoutes {
    static let all: [Route] = [
        Route(
            method: .get, path: "/assets/:name", access: .everyone,
            work: .acting { try Assets.answer($0.path) }),
        Route(method: .get, path: "/language", access: .everyone, work: .acting(language)),
        Route(method: .get, path: "/healthz", access: .everyone, work: .acting { _ in .text("ok\n") }),
        .get("/readyz", .everyone) { _, connection in
            _ = try connection.exists("SELECT 1 FROM schema_migration LIMIT 1")
            return .text("ok\n")
        },
    ]

    /// Remembers the language and goes back to where the visitor was.
    @Sendable private static func language(_ ask: Ask) async throws -> Answer {
        guard let chosen = ask.query["to"].flatMap(Language.init(rawValue:)) else {
            throw RequestRefusal.badRequest
        }
        var answer = Answer.redirect(to: SafeAddress.back(ask.query["back"]))
        answer.setCookie(LanguageChoice.set(chosen))
        return answer
    }
}

/// Addresses that come from outside and lead back into the site.
enum SafeAddress {
    /// The address if it stays on this site; else the home page.
    static func back(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), !address.contains("\\"),
            address.utf8.count <= 2_000,
            address.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
        else { return "/" }
        // Headers are ASCII.
        return address.unicodeScalars.map { $0.isASCII ? String($0) : PercentText.encode(String($0)) }
            .joined()
    }
}
