using Winnow.Numerics;

namespace Winnow.Data.Marketplace.Internals;

/// <summary>Solves the two intercepts for the wanted rates on a few thousand pages drawn beside the log.</summary>
internal static class InterceptPilot
{
    private const int Days = 4, RowsPerDay = 4_000;

    private readonly record struct Shown(double Examination, double Attraction, double Persuasion);

    internal static void Solve(MarketplaceWorld world)
    {
        List<Shown> shown = Draw(world);
        MarketplaceBehaviour behaviour = world.Behaviour;
        double seen = shown.Average(row => row.Examination), wanted = world.Options.ClickRate;
        if (wanted >= 0.95 * seen) Throw.ClickRateOutOfReach(wanted, seen);
        double intercept = Bisect(b => shown.Average(row => Click(row, b)), wanted);
        double clicks = shown.Sum(row => Click(row, intercept));
        behaviour.ClickIntercept = intercept;
        behaviour.PurchaseIntercept = Bisect(
            a => shown.Sum(row => Click(row, intercept) * MarketplaceBehaviour.Sigmoid(a + row.Persuasion)) / clicks,
            world.Options.PurchaseRate);

        static double Click(Shown row, double b) => row.Examination * MarketplaceBehaviour.Sigmoid(b + row.Attraction);
    }

    private static List<Shown> Draw(MarketplaceWorld world)
    {
        MarketplaceOptions options = world.Options;
        RandomStream stream = new RandomStream(options.Seed, "marketplace").Fork("pilot");
        SessionPlan plan = new(world, stream);
        PageComposer composer = new(world);
        Draws draws = new();
        MarketplacePage page = new(options.PageSize, 0);
        List<Shown> shown = [];
        for (int n = 0; n < Days; n++)
        {
            DayOffer offer = new(world, options.Days * (2 * n + 1) / (2 * Days));
            foreach (PlannedPage planned in plan.Draw(offer.Day, RowsPerDay).Pages)
            {
                draws.Restart(plan.StreamOf(offer.Day, planned.Session).Fork("page").Fork((ulong)planned.Number));
                composer.LookAt(planned.User, offer);
                page.Set(planned, offer.Day, options);
                page.Device = Habits.DrawDevice(world, planned.User, draws);
                page.Intent = composer.DrawCategory(draws);
                int position = 1;
                foreach (int item in composer.Compose(offer, page.Intent, planned.Rows, draws))
                    shown.Add(new Shown(
                        world.Behaviour.Examination(position++, page.Device),
                        world.Behaviour.Attraction(item, page, composer.Taste),
                        world.Behaviour.Persuasion(item, planned.User, composer.Taste)));
            }
        }
        return shown;
    }

    private static double Bisect(Func<double, double> rising, double wanted)
    {
        double low = -40, high = 40;
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) / 2;
            if (rising(middle) < wanted) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
