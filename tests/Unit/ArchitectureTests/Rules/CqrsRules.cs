namespace ArchitectureTests.Rules;

/// <summary>What keeps commands and queries apart.</summary>
internal static class CqrsRules
{
    private static readonly string[] _requests = ["ICommand", "ICommand`1", "IQuery`1"];
    private static readonly string[] _handlers = ["ICommandHandler`1", "ICommandHandler`2", "IQueryHandler`2"];

    public static readonly HouseRule[] All =
    [
        new(
            "A handler stands beside its command or query and is named after it",
            house =>
                from assembly in house.Assemblies
                from type in assembly.Types
                from contract in type.Interfaces
                where _handlers.Contains(contract.Name) && !contract.Arguments[0].Name.StartsWith('!')
                let request = contract.Arguments[0]
                where $"{request.FullName}Handler" != type.FullName
                select $"{type.FullName} handles {request.FullName}: it should be {request.FullName}Handler.",
            house => house.WithAssembly(
                "Ordering.Application",
                """
                namespace Ordering.Application
                {
                    public interface ICommand<T>;
                    public interface ICommandHandler<TCommand, T>;
                    public interface IForwarding<TCommand, T> : ICommandHandler<TCommand, T>;
                }
                namespace Ordering.Application.Orders.CancelOrder
                {
                    public class CancelOrderCommand : ICommand<int>;
                    public class CancelOrderCommandHandler : ICommandHandler<CancelOrderCommand, int>;
                    public class PayOrderCommand : ICommand<int>;
                }
                namespace Ordering.Application.Handlers
                {
                    public class PayOrderCommandHandler : ICommandHandler<Orders.CancelOrder.PayOrderCommand, int>;
                }
                """),
            "Ordering.Application.Handlers.PayOrderCommandHandler handles Ordering.Application.Orders.CancelOrder.PayOrderCommand: "
                + "it should be Ordering.Application.Orders.CancelOrder.PayOrderCommandHandler."),
        new(
            "A command ends in Command, a query in Query",
            house =>
                from assembly in house.Assemblies
                where assembly.Name.StartsWith("Ordering.", StringComparison.Ordinal)
                from type in assembly.Types
                from contract in type.Interfaces
                where _requests.Contains(contract.Name)
                let ending = contract.Name == "IQuery`1" ? "Query" : "Command"
                where !type.Name.EndsWith(ending, StringComparison.Ordinal)
                select $"{type.FullName} does not end in {ending}.",
            house => house.WithAssembly(
                "Ordering.Application",
                """
                namespace Ordering.Application;
                public interface ICommand<T>;
                public interface IQuery<T>;
                public class CancelOrderCommand : ICommand<int>;
                public class GetOrder : IQuery<int>;
                """),
            "Ordering.Application.GetOrder does not end in Query."),
        new(
            "The query side never touches the write model",
            house =>
                from assembly in house.Assemblies
                where assembly.Name.EndsWith(".Application", StringComparison.Ordinal)
                let sides = assembly.Types.Where(IsQueryOrItsHandler).Select(type => type.Namespace).ToHashSet()
                from type in assembly.Types
                where sides.Contains(type.Namespace)
                from used in type.Uses
                where used.Assembly.EndsWith(".Domain", StringComparison.Ordinal)
                select $"{type.FullName} is on the query side and must not name {used.FullName}.",
            house => house
                .WithAssembly("Ordering.Domain", "namespace Ordering.Domain.Orders; public interface IOrderRepository { object Find(); }")
                .WithAssembly(
                    "Ordering.Application",
                    """
                    namespace Ordering.Application
                    {
                        public interface IQuery<T>;
                        public interface IQueryHandler<TQuery, T>;
                    }
                    namespace Ordering.Application.Orders.GetOrder
                    {
                        public class GetOrderQuery : IQuery<object>;
                        public class GetOrderQueryHandler : IQueryHandler<GetOrderQuery, object>
                        {
                            public System.Func<object, object> Handle() => anything => Lazily(anything).GetEnumerator();
                            private static System.Collections.Generic.IEnumerable<object> Lazily(object anything)
                            {
                                yield return ((Ordering.Domain.Orders.IOrderRepository)anything).Find();
                            }
                        }
                    }
                    namespace Ordering.Application.Orders.CancelOrder
                    {
                        public class CancelOrderCommandHandler(Ordering.Domain.Orders.IOrderRepository orders) { object X => orders; }
                    }
                    """),
            "Ordering.Application.Orders.GetOrder.GetOrderQueryHandler is on the query side and must not name "
                + "Ordering.Domain.Orders.IOrderRepository."),
    ];

    private static bool IsQueryOrItsHandler(Metadata.TypeView type) =>
        type.Interfaces.Any(contract => contract.Name is "IQuery`1" or "IQueryHandler`2" && contract.Arguments.All(
            argument => !argument.Name.StartsWith('!')));
}
