import Core
import Storage

/// The days on which the demonstration's departments tell the register of firms what they know.
enum DemonstrationTelling: CaseIterable, Sendable {
    case platforms, after2015, certificates, after2016, records, tax, research, contacts, latecomers

    var day: Day {
        switch self {
        case .platforms: DemonstrationDays.day(2016, 5, 30)
        case .after2015: DemonstrationDays.day(2016, 6, 1)
        case .certificates: DemonstrationDays.day(2016, 12, 1)
        case .after2016: DemonstrationDays.day(2017, 6, 1)
        case .records: DemonstrationDays.day(2017, 6, 2)
        case .tax: DemonstrationDays.day(2017, 6, 15)
        case .research: DemonstrationDays.day(2017, 6, 20)
        case .contacts: DemonstrationDays.day(2017, 6, 21)
        case .latecomers: DemonstrationDays.day(2017, 7, 17)
        }
    }

    /// Tells it of the firms that are registered by then.
    func tell(_ plan: DemonstrationPlan, _ writing: Writing) throws {
        switch self {
        case .platforms:
            for platform in DemonstrationFacts.platforms {
                try FirmRecordStore.addPlatform(
                    platform.name, platform.kind, division: platform.division, writing)
            }
        case .after2015: try statements(plan, DemonstrationFacts.department, writing) { $0.told[2015] }
        case .certificates: try records(plan, writing)
        case .after2016: try statements(plan, DemonstrationFacts.department, writing) { $0.told[2016] }
        case .records: try records(plan, writing)
        case .tax:
            try statements(plan, DemonstrationFacts.taxOffice, writing) { $0.taxed.isEmpty ? nil : $0.taxed }
        case .research: try DemonstrationResearch.tell(plan, on: day, writing)
        case .contacts: try DemonstrationContacts.tell(plan, on: day, writing)
        case .latecomers:
            try statements(plan, DemonstrationFacts.department, writing) { $0.told[2016] }
            try records(plan, writing)
        }
    }

    private func statements(
        _ plan: DemonstrationPlan, _ source: String, _ writing: Writing,
        _ told: (DemonstrationFacts.Firm) -> [String: FirmFactValue]?
    ) throws {
        let known = try registered(writing.connection)
        let items = plan.firms.indices.compactMap { place -> FirmBatch.Item? in
            let firm = plan.firms[place]
            guard known[firm.creditCode.description] != nil, let facts = told(plan.facts.firms[place]) else {
                return nil
            }
            let row = FirmRow(
                creditCode: firm.creditCode.description, name: firm.name,
                values: FirmFact.all.map { facts[$0.name] })
            return FirmBatch.Item(offset: 0, line: 0, row: row, reasons: [])
        }
        let origin = FirmBatch.Origin(source: source, kind: .agency, day: day)
        _ = try FirmBatch.enter(items, from: origin, writing)
    }

    /// What is known by now and not entered yet.
    private func records(_ plan: DemonstrationPlan, _ writing: Writing) throws {
        let known = try registered(writing.connection)
        let source = try FactSourceStore.find(DemonstrationFacts.department, writing.connection)
        guard let source else { return }
        for (firm, facts) in zip(plan.firms, plan.facts.firms) {
            guard let number = known[firm.creditCode.description] else { continue }
            var records = self == .certificates ? FirmRecords() : facts.records
            records.qualifications = facts.certificates
            try FirmRecordStore.add(records, to: number, from: source, writing)
        }
    }

    private func registered(_ connection: Connection) throws -> [String: Int64] {
        let rows = try connection.all("SELECT credit_code, id FROM enterprise") { ($0.text(0), $0.int(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
