import Core
import Storage

/// The contacts of firms of the demonstration: names, numbers and addresses that nobody has. Numbers in a
/// city never begin with a zero, and example.com is nobody's.
enum DemonstrationContacts {
    /// One firm in so many has told its contacts; of some of them the department knows another number.
    private static let every = 4
    private static let disputed = 5

    static func tell(_ plan: DemonstrationPlan, on day: Day, _ writing: Writing) throws {
        guard
            let department = try FactSourceStore.find(DemonstrationFacts.department, writing.connection)
        else { return }
        for (place, firm) in plan.firms.enumerated() where place % every == 0 {
            guard
                let number = try EnterpriseFacts.number(
                    of: firm.creditCode.description, writing.connection)
            else { continue }
            let own = try FactSourceStore.findOrAdd(firm.name, .firm, writing)
            for (order, duty) in duties.enumerated() {
                try add(place, order, duty, to: number, from: own, on: day, writing)
            }
            guard place % (every * disputed) == 0 else { continue }
            try add(place + 1, 0, duties[0], of: place, to: number, from: department, on: day + -20, writing)
        }
    }

    private static let duties = ["财务负责人", "高企申报联系人"]
    private static let names = ["示例甲", "示例乙", "示例丙", "示例丁", "示例戊", "示例己", "示例庚", "示例辛"]

    /// - Parameter named: the place that gives the name, where the number is another's.
    private static func add(
        _ place: Int, _ order: Int, _ duty: String, of named: Int? = nil, to enterprise: Int64,
        from source: FirmFactSource, on day: Day, _ writing: Writing
    ) throws {
        let digits = String(place * 2 + order)
        let running = String(repeating: "0", count: max(1, 7 - digits.count)) + digits
        let contact = try FirmContact.told(
            person: names[((named ?? place) / every + order) % names.count], duty: duty,
            telephone: "0771-\(running.prefix(8))", mail: "contact\(place)-\(order)@example.com", until: nil)
        try FirmContactStore.add(
            contact, to: enterprise, from: source, on: day,
            salt: Array(Digest.of("\(place) \(order) \(source.name)".utf8).prefix(16)), writing)
    }
}
