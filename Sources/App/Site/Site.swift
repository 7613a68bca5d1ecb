public import Core
import HTTPTypes
import Hummingbird
import Logging
import Storage

/// The site over an open book: its settings and all its routes.
public struct Site: Sendable {
    let book: Book
    let settings: Settings
    let now: @Sendable () -> Int64
    let figures: FiguresMemory
    let metrics = SiteMetrics()
    let throttle = SignInThrottle()
    let frames = ListFrames()
    let policies: PolicyShelf

    public struct Settings: Sendable {
        /// Whether browsers come over HTTPS, through a proxy; their cookies are then sent over HTTPS only.
        public var isSecure = false
        /// The day on which the site stands still; the real one when nil.
        public var today: Day?
        /// Whether the address of a visitor is what a proxy says in X-Forwarded-For.
        public var trustsProxy = false
        public var passwordCost = PasswordHash.Cost.standard
        /// Seconds within which a request must have arrived whole.
        public var requestSeconds: Int64 = 30
        /// Seconds after which a connection without a whole head of a request is closed.
        public var idleSeconds: Int64 = 60
        /// Seconds within which an answer must have been taken.
        public var answerSeconds: Int64 = 300
        /// The policies to decide by; those that came with the program when nil.
        public var policies: PolicyLibrary?
        /// Where the line of each request goes; nowhere when nil.
        public var log: (@Sendable (String) -> Void)?

        public init() {}
    }

    public init(
        book: Book, settings: Settings = Settings(), now: @escaping @Sendable () -> Int64
    ) {
        self.book = book
        self.settings = settings
        self.now = now
        figures = FiguresMemory(book)
        policies = settings.policies.map(PolicyShelf.init) ?? .embedded
    }

    /// Every address; what is not here is not found.
    static let routes: [Route] = [
        PublicRoutes.all,
        SignInRoutes.all,
        HomeRoutes.all,
        ListRoutes.all,
        GuaranteeRoutes.all,
        ActionRoutes.all,
        ProposalRoutes.all,
        FiguresRoutes.all,
        ReportRoutes.all,
        RecordAPI.all,
        ActionAPI.all,
        ProposalAPI.all,
        [OpenAPI.route],
        ApplicationAPI.all,
        ApplicationDraftAPI.all,
        ReportEntryAPI.all,
        LedgerAPI.all,
        FundAPI.all,
        LimitAPI.all,
        SettlementAPI.all,
        PeopleAPI.all,
        AdministrationAPI.all,
        DocumentAPI.all,
        NoticeAPI.all,
        MetricsRoutes.all,
        ApplicationRoutes.all,
        DocumentRoutes.all,
        LedgerRoutes.all,
        FundRoutes.all,
        LimitRoutes.all,
        AgreementRoutes.all,
        InstitutionRoutes.all,
        SettlementRoutes.all,
        NoticeRoutes.all,
        PeopleRoutes.all,
        OrganisationRoutes.all,
        TokenRoutes.all,
        AuditRecords.routes,
        HealthRoutes.all,
        OneTimeCodeRoutes.all,
        EnterpriseRoutes.all,
        FirmRecordPages.routes,
        EnterpriseEventPages.routes,
        PlatformRoutes.all,
        PolicyDraftRoutes.all,
        ResearchRoutes.all,
        EntitlementRoutes.all,
        EntitlementAPI.all,
        PolicyRoutes.all,
        PolicyAPI.all,
    ].flatMap(\.self)

    /// The day in the region (UTC+8).
    var today: Day { today(at: now()) }

    func today(at now: Int64) -> Day { settings.today ?? Day(atShanghai: now) }

    var signIn: SignIn { SignIn(book: book, throttle: throttle, now: now) }
}

extension Day {
    /// The day in Asia/Shanghai, eight hours before UTC all year round since 1992.
    public init(atShanghai milliseconds: Int64) {
        let seconds = milliseconds / 1_000 + 8 * 3_600
        self.init(number: Int32(clamping: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400))
    }
}
