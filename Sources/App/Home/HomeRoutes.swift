import Core
import HTTPTypes
import Storage

/// The home page: what waits for the visitor.
enum HomeRoutes {
    static let all: [Route] = [
        .get("/", .signedIn) { ask, connection in try HomePages.home(ask, connection) }
    ]
}
