import Core
import Testing

/// Contacts of firms: what can be a number or an address, and what is left of them where they are masked.
@Suite struct FirmContactTests {
    private static func contact(
        _ telephone: String, _ mail: String
    ) throws(FirmContactRefusal) -> FirmContact {
        try .told(person: "王丽", duty: "财务", telephone: telephone, mail: mail, until: nil)
    }

    @Test(arguments: [
        ("13812345678", "138****5678"), ("0771-5551234", "077*-***1234"),
        ("+86 138 1234 5678", "+86 1** **** 5678"),
        ("5551234", "*****34"), ("(0771) 555 1234", "(077*) *** 1234"), ("", ""),
    ])
    func numbersAreMasked(number: String, masked: String) throws {
        #expect(try Self.contact(number, "a@b.cn").maskedTelephone == masked)
    }

    @Test(arguments: [("wang@example.com", "w***@example.com"), ("w@x.cn", "w***@x.cn"), ("", "")])
    func addressesAreMasked(mail: String, masked: String) throws {
        #expect(try Self.contact("5551234", mail).maskedMail == masked)
    }

    @Test(arguments: [
        ("123456", "", FirmContactRefusal.telephoneWrong), ("1234567890123456", "", .telephoneWrong),
        ("138x2345678", "", .telephoneWrong), ("", "a.b", .mailWrong), ("", "a@b", .mailWrong),
        ("", "a@@b.cn", .mailWrong), ("", "a b@c.cn", .mailWrong), ("", "@c.cn", .mailWrong),
        ("", "a@c..cn", .mailWrong), ("", "", .nothingToReach), ("１３８１２３４５６７８", "", .telephoneWrong),
    ])
    func whatCantBeOneIsRefused(telephone: String, mail: String, refusal: FirmContactRefusal) {
        #expect(throws: refusal) { try Self.contact(telephone, mail) }
    }

    @Test func allFaultsAreNamed() {
        #expect(FirmContact.faults(telephone: "138", mail: "a.b") == [.telephoneWrong, .mailWrong])
        #expect(FirmContact.faults(telephone: "", mail: "") == [.nothingToReach])
        #expect(FirmContact.faults(telephone: "5551234", mail: "") == [])
    }
}
