import Core

/// Which row of the table each guarantee belongs to.
struct FiguresGroups {
    private let grouping: FiguresGrouping?
    private var keys: [(key: String, name: Sentence)] = []
    /// Of the guarantor that a row stands for; nil for other rows.
    private var guarantors: [ID<Institution>] = []
    /// By the number of the agreement.
    private var placeOfAgreement: [Int] = []
    /// By the scan and the place of the division in it.
    private var placeOfDivision: [[Int]] = []

    init(_ grouping: FiguresGrouping?, _ frame: FiguresFrame, _ scans: [GuaranteeScan]) {
        self.grouping = grouping
        switch grouping {
        case nil: keys = [("", Sentence(zh: "合计", en: "Total"))]
        case .division: groupByDivision(scans)
        case .guarantor: groupByInstitution(.guarantor, frame)
        case .bank: groupByInstitution(.bank, frame)
        }
    }

    var count: Int { keys.count }

    func place(of facts: GuaranteeFacts, inScan scan: Int) -> Int {
        switch grouping {
        case nil: 0
        case .division: placeOfDivision[scan][Int(facts.division)]
        case .guarantor, .bank: placeOfAgreement[Int(facts.agreement)]
        }
    }

    /// The table, with the net assets of guarantors where they mean something: of the whole, and of a
    /// guarantor.
    func table(_ fold: FiguresFold, _ frame: FiguresFrame, asOf day: Day) -> FiguresTable {
        var (groups, total) = fold.finished()
        let known = frame.institutions.filter { $0.kind == .guarantor }.compactMap { frame.netAssets[$0.id] }
        total.netAssets = known.isEmpty ? nil : known.sum()
        for (place, guarantor) in guarantors.enumerated() {
            groups[place].netAssets = frame.netAssets[guarantor]
        }
        let rows = zip(keys, groups).map { FiguresTable.Row(key: $0.key, name: $0.name, figures: $1) }
        return FiguresTable(asOf: day, total: total, grouping: grouping, rows: grouping == nil ? [] : rows)
    }

    private mutating func groupByDivision(_ scans: [GuaranteeScan]) {
        let codes = Set(scans.flatMap(\.divisions.codes)).sorted()
        let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        keys = codes.map { code in
            let division = Division.find(code)
            return (code, Sentence(zh: division?.name ?? code, en: division?.englishName ?? code))
        }
        placeOfDivision = scans.map { $0.divisions.codes.map { places[$0, default: 0] } }
    }

    private mutating func groupByInstitution(_ party: Party, _ frame: FiguresFrame) {
        let members = frame.institutions.filter { $0.kind == party.kind }.sorted { $0.code < $1.code }
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.id, $0) })
        keys = members.map { ($0.code, Sentence(zh: $0.name, en: $0.name)) }
        if party == .guarantor { guarantors = members.map(\.id) }
        placeOfAgreement = [Int](repeating: 0, count: frame.guarantorOfAgreement.count)
        for agreement in frame.agreements {
            let place = agreement.institution(party).flatMap { places[$0] }
            placeOfAgreement[Int(agreement.id.number)] = place ?? 0
        }
    }
}
