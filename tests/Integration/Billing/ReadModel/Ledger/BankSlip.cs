namespace Billing.ReadModel.Ledger;

public sealed class BankSlip : Slip;
