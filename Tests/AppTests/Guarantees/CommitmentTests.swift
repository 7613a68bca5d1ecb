import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The limits are checked in the transaction that files a guarantee.
@Suite struct CommitmentTests {
    private static let actor = Actor("test")
    private static let day = Day(2017, 3, 1)!

    /// A guarantor with net assets of ten million yuan, and a bank, 8:2.
    private struct Desk {
        let book: Book
        let agreement: Agreement
        let guarantor: Institution
        private let database: TestDatabase

        init(_ engine: TestEngine, ceilings: Agreement.Ceilings = .init()) throws {
            database = try engine.makeDatabase()
            book = try Book.open(database.url, now: { 0 })
            (guarantor, agreement) = try book.writeSynchronously(as: CommitmentTests.actor, "test") {
                writing in
                let guarantor = try InstitutionStore.register(
                    code: "G", name: "G", kind: .guarantor, level: .city, division: "450100", writing)
                let bank = try InstitutionStore.register(
                    code: "B", name: "B", kind: .bank, level: .city, division: "450100", writing)
                try InstitutionStore.setNetAssets(
                    .yuan(10_000_000), of: guarantor.id, from: Day(2016, 1, 1)!, writing)
                let agreement = try AgreementStore.conclude(
                    AgreementStore.Terms(
                        number: "A", parties: [.guarantor: guarantor, .bank: bank],
                        shares: try Shares([8, 0, 2, 0]),
                        from: Day(2016, 1, 1)!, until: nil, ceilings: ceilings), writing)
                return (guarantor, agreement)
            }
        }

        func firm(_ number: Int) throws -> CreditCode {
            let digits = String(number)
            return try CreditCode.make(
                division: Division.Code("450100")!,
                organisation: String(repeating: "0", count: 8 - digits.count) + digits)
        }

        /// Files a guarantee, and disburses it if asked to.
        func file(
            _ number: String, firm: Int, yuan: Int64, small: Bool = true, disburse: Bool = true,
            features: GuaranteeFeatures = GuaranteeFeatures()
        ) throws {
            let code = try self.firm(firm)
            let agreement = agreement
            try book.writeSynchronously(as: CommitmentTests.actor, "test") { writing in
                let terms = Guarantee.Terms(
                    principal: .yuan(yuan), feeRate: Rate(millionths: 10_000),
                    contractOn: CommitmentTests.day,
                    startsOn: CommitmentTests.day, endsOn: CommitmentTests.day + 365)
                var registration = GuaranteeRegistration(
                    number: number, agreement: agreement,
                    borrower: .init(
                        creditCode: code.description, name: "f\(firm)", industry: "I65", employees: 10,
                        revenue: .yuan(1_000_000), totalAssets: .yuan(1_000_000),
                        size: small ? .small : .medium),
                    division: "450100", terms: terms)
                registration.features = features
                try GuaranteeStore.apply(registration, writing)
                for step in [GuaranteeStep.accept, .startDueDiligence, .approve, .contract, .file] {
                    try GuaranteeStore.take(step, guarantee: number, on: CommitmentTests.day, writing)
                }
                if disburse {
                    try GuaranteeStore.record(
                        .disbursed(.yuan(yuan)), guarantee: number, on: CommitmentTests.day,
                        reference: number, writing)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func oneBorrowerMayWeighATenthOfNetAssets(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        // A small firm weighs 75% of the guarantor's 80%: a tenth of net assets is reached at 1,666,666.66
        // yuan.
        try desk.file("1", firm: 1, yuan: 1_666_666)
        #expect(throws: LimitBreach.self) { try desk.file("2", firm: 1, yuan: 1) }
        // A medium firm weighs 80%: 1,250,000 yuan.
        try desk.file("3", firm: 2, yuan: 1_250_000, small: false)
        #expect(throws: LimitBreach.borrower(Fen(100_000_080), .yuan(1_000_000))) {
            try desk.file("4", firm: 3, yuan: 1_250_001, small: false)
        }
    }

    /// Of ten million a borrower may weigh one; the guarantor bears 80%.
    @Test(arguments: TestEngine.allCases)
    func farmersHousingAndBondsHaveWeightsOfTheirOwn(_ engine: TestEngine) async throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        var (farmer, housing, rated, unrated) = (
            GuaranteeFeatures(), GuaranteeFeatures(), GuaranteeFeatures(), GuaranteeFeatures()
        )
        farmer.customerKind = .farmer
        (housing.customerKind, housing.isHousing) = (.individual, true)
        (rated.kind, rated.bondRating) = (.bond, .aa)
        (unrated.kind, unrated.bondRating) = (.bond, .aaMinus)
        let cases: [(features: GuaranteeFeatures, most: Int64)] = [
            (farmer, 1_666_666), (housing, 4_166_666), (rated, 1_562_500), (unrated, 1_250_000),
        ]
        for (firm, (features, most)) in cases.enumerated() {
            try desk.file("\(firm)", firm: firm + 1, yuan: most, features: features)
            #expect(throws: LimitBreach.self) {
                try desk.file("\(firm)x", firm: firm + 1, yuan: 1, features: features)
            }
        }
        let figures = try await FiguresStore.figures(asOf: Self.day, in: desk.book).total
        // 80% of 75% of 1,666,666, of 30% of 4,166,666, of 80% of 1,562,500 and of 1,250,000 yuan.
        #expect(figures.liabilityBalance == Fen(99_999_960 + 99_999_984 + 100_000_000 + 100_000_000))
        #expect(figures.inForceOfSmall == 2)
        #expect(try await Verification.run(desk.book).findings == [])
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsFiledCountsBeforeItIsDisbursed(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        try desk.file("1", firm: 1, yuan: 1_000_000, small: false, disburse: false)
        #expect(throws: LimitBreach.self) { try desk.file("2", firm: 1, yuan: 1_000_000, small: false) }
    }

    /// Drawing a little of a loan does not make room for another.
    @Test(arguments: TestEngine.allCases)
    func whatIsNotDrawnYetCountsOn(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        try desk.file("1", firm: 1, yuan: 1_000_000, small: false, disburse: false)
        try desk.book.writeSynchronously(as: Self.actor, "test") { writing in
            _ = try GuaranteeStore.record(
                .disbursed(Fen(1)), guarantee: "1", on: Self.day, reference: "1", writing)
        }
        #expect(throws: LimitBreach.self) { try desk.file("2", firm: 1, yuan: 1_000_000, small: false) }
    }

    @Test(arguments: TestEngine.allCases)
    func relatedPartiesCountTogether(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        let firms = (try desk.firm(1), try desk.firm(2))
        try desk.book.writeSynchronously(as: Self.actor, "test") { writing in
            try EnterpriseStore.register(firms.0, name: "a", writing)
            try EnterpriseStore.register(firms.1, name: "b", writing)
            try EnterpriseStore.relate(firms.0, firms.1, writing)
        }
        try desk.file("1", firm: 1, yuan: 1_200_000, small: false)
        // 960,000 + 540,000 is 15% of net assets; one yuan more is above it.
        #expect(throws: LimitBreach.relatedParties(Fen(150_000_080), .yuan(1_500_000))) {
            try desk.file("2", firm: 2, yuan: 675_001, small: false)
        }
        try desk.file("3", firm: 2, yuan: 675_000, small: false)
    }

    @Test(arguments: TestEngine.allCases)
    func leverageIsTenTimesOrFifteenForThoseWhoServeSmallFirms(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        // 100 medium firms at 800,000 yuan of liability each are 8 times net assets.
        for firm in 1...100 { try desk.file("m\(firm)", firm: firm, yuan: 1_000_000, small: false) }
        for firm in 101...125 { try desk.file("m\(firm)", firm: firm, yuan: 1_000_000, small: false) }
        #expect(throws: LimitBreach.leverage(Fen(10_000_000_080), .yuan(100_000_000), 10)) {
            try desk.file("above", firm: 126, yuan: 1, small: false)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theGuarantorsOwnControllerIsRefused(_ engine: TestEngine) throws {
        let desk = try Desk(engine)
        defer { desk.book.close() }
        let (firm, guarantor) = (try desk.firm(7), desk.guarantor)
        try desk.book.writeSynchronously(as: Self.actor, "test") { writing in
            try EnterpriseStore.register(firm, name: "owner", writing)
            try EnterpriseStore.setController(firm, of: guarantor, writing)
        }
        #expect(throws: LimitBreach.ownController) { try desk.file("1", firm: 7, yuan: 1) }
    }

    @Test(arguments: TestEngine.allCases)
    func theAgreementsCeilingCountsAllOfTheBorrowersGuarantees(_ engine: TestEngine) throws {
        let desk = try Desk(engine, ceilings: .init(borrower: .yuan(1_000_000)))
        defer { desk.book.close() }
        try desk.file("1", firm: 1, yuan: 600_000)
        #expect(throws: GuaranteeRefusal.borrowerAboveCeiling(.yuan(1_000_001), .yuan(1_000_000))) {
            try desk.file("2", firm: 1, yuan: 400_001)
        }
        try desk.file("3", firm: 1, yuan: 400_000)
    }

    @Test(arguments: TestEngine.allCases)
    func aFilingAboveTheStopLossWaitsForApproval(_ engine: TestEngine) throws {
        let desk = try Desk(engine, ceilings: .init(stopLoss: .percent(5)))
        defer { desk.book.close() }
        try desk.file("1", firm: 1, yuan: 500_000)
        try desk.book.writeSynchronously(as: Self.actor, "test") { writing in
            for (event, reference) in [
                (GuaranteeEvent.claimed(.yuan(50_000), interest: .zero), "c"),
                (.compensated(.yuan(40_000)), "p"),
            ] {
                try GuaranteeStore.record(event, guarantee: "1", on: Self.day, reference: reference, writing)
            }
        }
        try desk.file("2", firm: 2, yuan: 100_000, disburse: false)
        let state = try desk.book.database.readSynchronously { connection in
            try connection.first("SELECT state FROM guarantee_position WHERE guarantee_id = 2") { $0.text(0) }
        }
        #expect(state == "awaiting_approval")
    }
}
