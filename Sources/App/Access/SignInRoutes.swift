import Core
import HTTPTypes
import Storage

/// Signing in and out, and one's own account.
enum SignInRoutes {
    static let all: [Route] = [
        .get("/sign-in", .everyone) { ask, _ in
            if ask.visitor != nil { return .redirect(to: "/") }
            return SignInPages.signIn(ask, name: "", problem: nil)
        },
        .post("/sign-in", .everyone, signIn),
        .post("/sign-out", .signedIn, signOut),
        .get("/account", .signedIn) { ask, connection in
            SignInPages.account(ask, sessions: try SessionStore.all(of: ask.person.person, connection), nil)
        },
        .post("/account/password", .signedIn, changePassword),
        .post("/account/sessions/:id/end", .signedIn, endSession),
    ]

    @Sendable private static func signIn(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        do {
            let secret = try await ask.site.signIn.begin(
                name: form["name"].trimmingSpaces().lowercased(), password: form["password"],
                code: form["code"].trimmingSpaces(), address: ask.address,
                agent: ask.headers[.userAgent] ?? "")
            var answer = Answer.redirect(to: SafeAddress.back(form["back"]))
            answer.setCookie(SessionCookie.set(secret, isSecure: ask.site.settings.isSecure))
            warmFigures(ask)
            return answer
        } catch let refusal as AccessRefusal {
            return SignInPages.signIn(ask, name: form["name"], problem: refusal)
        }
    }

    /// A large book takes seconds to read into memory, once a server: most of them pass while the home page
    /// is looked at.
    private static func warmFigures(_ ask: Ask) {
        let (figures, today) = (ask.site.figures, ask.today)
        Task.detached(priority: .background) { try? await figures.warm(asOf: today) }
    }

    @Sendable private static func signOut(_ ask: Ask) async throws -> Answer {
        let visitor = ask.person
        if let session = visitor.session {
            _ = try await ask.write("session.end") { try SessionStore.end(session, of: visitor.person, $0) }
        }
        var answer = Answer.redirect(to: "/sign-in")
        answer.setCookie(SessionCookie.clear(isSecure: ask.site.settings.isSecure))
        return answer
    }

    @Sendable private static func changePassword(_ ask: Ask) async throws -> Answer {
        let visitor = ask.person
        let form = ask.form
        do {
            let person = try await ask.site.book.database.read { try PersonStore.load(visitor.person, $0) }
            let (old, new) = (form["old"], form["new"])
            let cost = ask.site.settings.passwordCost
            guard try await SignIn.slowly({ try person.password.matches(old) }) else {
                try await ask.write("session.refuse") { try SessionStore.countFailure(of: person, $0) }
                throw AccessRefusal.wrongPassword
            }
            guard new != old else { throw PasswordRefusal.unchanged }
            let hash = try await SignIn.slowly { try PasswordHash(new: new, name: person.name, cost: cost) }
            try await ask.write("person.password") { writing in
                try PersonStore.setPassword(
                    hash, of: person, mustChange: false, keeping: visitor.session, writing)
            }
        } catch let refusal as any Refusal {
            let sessions = try await ask.site.book.database.read {
                try SessionStore.all(of: visitor.person, $0)
            }
            return SignInPages.account(ask, sessions: sessions, refusal)
        }
        return .redirect(to: "/account?done=password")
    }

    @Sendable private static func endSession(_ ask: Ask) async throws -> Answer {
        guard let session = Int64(ask.part("id")) else { throw RequestRefusal.notFound }
        let person = ask.person.person
        guard try await ask.write("session.end", { try SessionStore.end(session, of: person, $0) }) else {
            throw RequestRefusal.notFound
        }
        return .redirect(to: "/account?done=session")
    }
}
