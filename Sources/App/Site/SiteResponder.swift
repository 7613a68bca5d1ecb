import Core
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// From a request to the answer of its route: who asks, may they, and what becomes of errors.
struct SiteResponder: Sendable {
    let site: Site

    /// All routes in the library's router.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        for route in Site.routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await self.respond(to: request, context, route)
            }
        }
        router.addMiddleware { Fallback(responder: self) }
        return router
    }

    /// What no route answers.
    private struct Fallback: RouterMiddleware {
        typealias Context = SiteContext
        let responder: SiteResponder

        func handle(
            _ request: Request, context: Context, next: (Request, Context) async throws -> Response
        ) async throws -> Response {
            do {
                return try await next(request, context)
            } catch let error as HTTPError where error.status == .notFound {
                return await responder.respond(to: request, context, nil)
            }
        }
    }

    private func respond(to request: Request, _ context: SiteContext, _ route: Route?) async
        -> Response
    {
        let start = ContinuousClock.now
        let id = RequestID.of(request.headers)
        var answer: Answer
        do {
            let ask = try await read(request, context, route)
            answer = await self.answer(ask, route, path: request.uri.path)
        } catch {
            answer = ErrorPages.answer(error, Ask(site, request, context))
        }
        SecurityHeaders.add(to: &answer, isSecure: site.settings.isSecure)
        if let header = RequestID.header { answer.headers[header] = id }
        let (seconds, attoseconds) = start.duration(to: .now).components
        note(
            RequestLog(
                id: id, method: request.method, route: route?.path, status: answer.status.code,
                microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000, fault: answer.fault,
                at: site.now()))
        return Response(
            status: answer.status, headers: answer.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private func note(_ request: RequestLog) {
        site.metrics.count(request)
        site.settings.log?(request.line)
    }

    private func answer(_ ask: Ask, _ route: Route?, path: String) async -> Answer {
        var ask = ask
        do {
            guard let route else {
                guard let allowed = RouteTable.allowed(at: path) else { throw RequestRefusal.notFound }
                return ErrorPages.answer(RequestRefusal.wrongMethod, ask).setting(.allow, allowed)
            }
            switch route.work {
            case .reading(let work):
                let asked = ask
                return try await LoopExecutor.shared.read(site.book.database) { connection in
                    let ask = try Door.find(asked, connection)
                    do {
                        try Door.check(ask, route)
                        return try work(ask, connection)
                    } catch {
                        return ErrorPages.answer(error, ask)
                    }
                }
            case .acting(let work):
                let asked = ask
                ask = try await LoopExecutor.shared.read(site.book.database) { try Door.find(asked, $0) }
                try Door.check(ask, route)
                let admitted = ask
                guard route.isLong else { return try await work(admitted) }
                return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    try await work(admitted)
                }
            }
        } catch {
            return ErrorPages.answer(error, ask)
        }
    }

    private func read(
        _ request: Request, _ context: SiteContext, _ route: Route?
    ) async throws -> Ask {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters {
            guard let text = PercentText.decode(value) else { throw RequestRefusal.badRequest }
            parameters[String(name)] = text
        }
        var ask = Ask(site, request, context, parameters: parameters)
        guard ask.isReadable else { throw RequestRefusal.badRequest }
        if let route, request.method != .get, request.method != .head {
            if route.bodyLimit > Route.formLimit {
                try await admit(ask, route)
            }
            let bytes = try await collect(request, limit: route.bodyLimit)
            (ask.now, ask.today) = (site.now(), site.today)
            ask.body = try FormBody.read(bytes, type: request.headers[.contentType])
        }
        return ask
    }

    /// Large bodies are taken only from those who may send them.
    private func admit(_ ask: Ask, _ route: Route) async throws {
        let visitor = try await site.book.database.read { try Door.find(ask, $0).visitor }
        guard route.access.admits(visitor) else {
            throw visitor == nil ? RequestRefusal.mustSignIn : RequestRefusal.forbidden
        }
    }

    /// The whole body, which must come within the limit and in time.
    private func collect(_ request: Request, limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw RequestRefusal.tooLarge(limit)
        }
        let collecting = Task(executorPreference: LoopExecutor.shared) {
            do {
                return Array(try await request.body.collect(upTo: limit).readableBytesView)
            } catch is NIOTooManyBytesError {
                throw RequestRefusal.tooLarge(limit)
            }
        }
        let deadline = LoopExecutor.shared.after(seconds: site.settings.requestSeconds) {
            collecting.cancel()
        }
        let bytes = await withTaskCancellationHandler {
            await collecting.result
        } onCancel: {
            collecting.cancel()
        }
        deadline.cancel()
        if collecting.isCancelled { throw RequestRefusal.tooSlow }
        return try bytes.get()
    }
}

extension Ask {
    init(
        _ site: Site, _ request: Request, _ context: SiteContext, parameters: [String: String] = [:]
    ) {
        let query = request.uri.query.map { Query(encoded: $0) } ?? Query()
        let path = PercentText.decode(request.uri.path)
        let now = site.now()
        self.init(
            method: request.method == .head ? .get : request.method,
            path: path ?? "/", query: query ?? Query(), isReadable: path != nil && query != nil,
            parameters: parameters, headers: request.headers,
            host: request.head.authority ?? "", body: .none, visitor: nil,
            language: LanguageChoice.language(of: request.headers),
            address: Ask.address(of: request, context, site),
            isFromThisMachine: Ask.isFromThisMachine(request, context),
            now: now, today: site.today(at: now), site: site)
    }

    private static let forwarded = HTTPField.Name("X-Forwarded-For")

    private static func address(of request: Request, _ context: SiteContext, _ site: Site) -> String {
        guard site.settings.trustsProxy else { return context.peer ?? "" }
        guard let forwarded, let text = request.headers[forwarded]?.split(separator: ",").last else {
            return ""
        }
        return String(text.trimmingSpaces().prefix(45))
    }

    /// What a proxy on this machine passes on comes from elsewhere.
    private static func isFromThisMachine(_ request: Request, _ context: SiteContext) -> Bool {
        guard context.isPeerLocal, let forwarded else { return false }
        return request.headers[forwarded] == nil
    }
}
