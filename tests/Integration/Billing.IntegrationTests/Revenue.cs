namespace Billing.IntegrationTests;

/// <summary>What is added up by month.</summary>
internal enum Revenue
{
    WhatWasInvoiced,

    WhatWasPaid,
}
